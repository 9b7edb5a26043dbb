namespace SecretsDashboard.Web.Tests.Endpoints;

/// <summary>One running program with a stranger and the owner before it, for tests that change nothing.</summary>
public sealed class SharedWebHost : IAsyncLifetime
{
    internal WebHost Host { get; private set; } = null!;
    internal HtmlClient Stranger { get; private set; } = null!;
    internal HtmlClient Owner { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = WebHost.SetUp();
        Stranger = Host.Visit();
        Owner = await Host.VisitAsync(WebTemplate.Members[0]);
    }

    public async ValueTask DisposeAsync()
    {
        Stranger.Dispose();
        Owner.Dispose();
        await Host.DisposeAsync();
    }
}
