namespace SecretsDashboard.Web.Tests.Endpoints;

/// <summary>One running program with a stranger and the owner before it, for tests that change nothing.</summary>
public sealed class Neighbourhood : IAsyncLifetime
{
    internal Site Site { get; private set; } = null!;
    internal Visitor Stranger { get; private set; } = null!;
    internal Visitor Owner { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = Site.SetUp();
        Stranger = Site.Visit();
        Owner = await Site.VisitAsync(Template.Residents[0]);
    }

    public async ValueTask DisposeAsync()
    {
        Stranger.Dispose();
        Owner.Dispose();
        await Site.DisposeAsync();
    }
}
