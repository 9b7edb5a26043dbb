namespace SecretsDashboard.Vault.Tests.Gate;

public sealed class A_request_id
{
    [Fact]
    public void Is_given_once_also_to_many_asks_at_one_moment()
    {
        var ids = new RequestIds(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(VaultTemplate.Start));
        var given = new string[100_000];

        Parallel.For(0, given.Length, i => given[i] = ids.Next());

        Assert.Equal(given.Length, given.Distinct().Count());
        Assert.All(given, id => Assert.Matches("^[0-9a-f]{16}$", id));
    }

    [Fact]
    public void Of_a_later_moment_comes_later_in_the_index_whichever_process_gave_it()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(VaultTemplate.Start);
        var earlier = Enumerable.Range(0, 50).Select(_ => new RequestIds(time).Next()).Max(StringComparer.Ordinal)!;

        time.Advance(TimeSpan.FromMilliseconds(4));
        var later = Enumerable.Range(0, 50).Select(_ => new RequestIds(time).Next()).Min(StringComparer.Ordinal)!;

        Assert.True(string.CompareOrdinal(earlier, later) < 0);
    }
}
