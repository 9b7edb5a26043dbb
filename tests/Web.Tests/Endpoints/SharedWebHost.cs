namespace SecretsDashboard.Web.Tests.Endpoints;

/// <summary>One running program with clients of a visitor and of the owner, for tests that change nothing.</summary>
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
