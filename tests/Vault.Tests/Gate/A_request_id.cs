using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Tests.Gate;

public sealed class A_request_id
{
    [Fact]
    public void Request_ids_are_unique_even_for_many_requests_at_one_moment()
    {
        var ids = new RequestIds(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(VaultTemplate.Start));
        var given = new string[100_000];

        Parallel.For(0, given.Length, i => given[i] = ids.Next());

        Assert.Equal(given.Length, given.Distinct().Count());
        Assert.All(given, id => Assert.Matches("^[0-9a-f]{16}$", id));
    }

    [Fact]
    public void A_later_request_id_sorts_after_an_earlier_one_whichever_process_gave_it()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(VaultTemplate.Start);
        var earlier = Enumerable.Range(0, 50).Select(_ => new RequestIds(time).Next()).Max(StringComparer.Ordinal)!;

        time.Advance(TimeSpan.FromMilliseconds(4));
        var later = Enumerable.Range(0, 50).Select(_ => new RequestIds(time).Next()).Min(StringComparer.Ordinal)!;

        Assert.True(string.CompareOrdinal(earlier, later) < 0);
    }
}
