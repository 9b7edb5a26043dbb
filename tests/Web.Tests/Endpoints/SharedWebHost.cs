namespace SecretsDashboard.Web.Tests.Endpoints;

/// <summary>Runs one program for all tests of a class, with a client that is not signed in and a client of the signed-in owner. The tests
/// must not change anything.</summary>
public sealed class SharedWebHost : IAsyncLifetime
{
    internal WebHost Host { get; private set; } = null!;
    internal HtmlClient Visitor { get; private set; } = null!;
    internal HtmlClient Owner { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = WebHost.SetUp();
        Visitor = Host.Visit();
        Owner = await Host.VisitAsync(WebTemplate.Members[0]);
    }

    public async ValueTask DisposeAsync()
    {
        Visitor.Dispose();
        Owner.Dispose();
        await Host.DisposeAsync();
    }
}
