namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Tests that each want a program with settings of their own, and a gateway in it.</summary>
public abstract class WithGateways : IAsyncLifetime
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Gateways> _houses = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var house in _houses)
        {
            await house.DisposeAsync();
        }
        GC.SuppressFinalize(this);
    }

    private protected async Task<(Gateways House, GatewayUser User)> MakeAsync(params (string Name, string Value)[] settings)
    {
        var house = new Gateways(settings);
        _houses.Add(house);
        await house.InitializeAsync();
        return (house, await GatewayUser.MakeAsync(house));
    }
}
