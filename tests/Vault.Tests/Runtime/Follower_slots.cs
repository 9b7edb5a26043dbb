using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Tests.Runtime;

/// <summary>How many may follow their bindings at a time: each service its share, and
/// never so many of few that nothing is left for the others.</summary>
public sealed class Follower_slots : VaultTest
{
    [Fact]
    public void A_service_cannot_have_more_followers_than_its_share()
    {
        var service = NewService();
        Assert.Equal(ChangeBroadcaster.MaxOfOneService, Take(service, ChangeBroadcaster.MaxOfOneService + 1).Count);
        Assert.NotNull(Host.Vault.Changes.Subscribe(NewService()));
    }

    [Fact]
    public void Services_with_many_followers_leave_a_place_for_each_of_many_others()
    {
        var busy = Enumerable.Range(0, 20).Select(_ => NewService()).ToList();
        var (full, rest) = (ChangeBroadcaster.MaxSubscriptions - ChangeBroadcaster.ReservedForNewServices, busy.Count);
        // The last ones still find one slot each, as they have none yet.
        Assert.InRange(busy.Sum(s => Take(s, ChangeBroadcaster.MaxOfOneService).Count), full, full + rest);

        Assert.All(busy, s => Assert.Null(Host.Vault.Changes.Subscribe(s)));
        Assert.All(Enumerable.Range(0, ChangeBroadcaster.ReservedForNewServices - rest), _ => Assert.Single(Take(NewService(), 2)));
    }

    [Fact]
    public void All_services_together_cannot_have_more_followers_than_there_are_places()
    {
        var held = Enumerable.Range(0, ChangeBroadcaster.MaxSubscriptions).Select(_ => Host.Vault.Changes.Subscribe(NewService())).ToList();
        Assert.All(held, Assert.NotNull);
        Assert.Null(Host.Vault.Changes.Subscribe(NewService()));

        held[0]!.Dispose();
        Assert.NotNull(Host.Vault.Changes.Subscribe(NewService()));
        Assert.Null(Host.Vault.Changes.Subscribe(NewService()));
    }

    [Fact]
    public void A_follower_that_leaves_gives_back_exactly_one_place()
    {
        var service = NewService();
        var held = Take(service, ChangeBroadcaster.MaxOfOneService);
        held[0].Dispose();
        held[0].Dispose();

        Assert.NotNull(Host.Vault.Changes.Subscribe(service));
        Assert.Null(Host.Vault.Changes.Subscribe(service));
    }

    private static ServiceId NewService() => new(Guid.NewGuid().ToString("N"));

    private List<Subscription> Take(ServiceId service, int tries) =>
        [.. Enumerable.Range(0, tries).Select(_ => Host.Vault.Changes.Subscribe(service)).OfType<Subscription>()];
}
