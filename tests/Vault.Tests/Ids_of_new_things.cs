using System.Collections.Concurrent;
using SecretsDashboard.Vault.Tests.Hosts;

namespace SecretsDashboard.Vault.Tests;

public sealed class Ids_of_new_things
{
    [Fact]
    public void Are_in_the_order_in_which_they_were_made_also_within_a_millisecond()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => NewId.At(VaultTemplate.Start)).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.True(Guid.ParseExact(id, "N") is { Version: 7, Variant: >= 8 and <= 11 }, id));
    }

    [Fact]
    public void Differ_when_many_are_made_at_once()
    {
        var ids = new ConcurrentDictionary<string, bool>();

        Parallel.For(0, 20_000, _ => Assert.True(ids.TryAdd(NewId.At(VaultTemplate.Start.AddYears(1)), true)));
    }

    [Fact]
    public void Tell_when_they_were_made()
    {
        var start = VaultTemplate.Start.AddYears(2); // Nothing else is made then.
        var later = start.AddMilliseconds(5);

        Assert.True(string.CompareOrdinal(NewId.At(start), NewId.At(later)) < 0);
        Assert.StartsWith(later.ToUnixTimeMilliseconds().ToString("x12"), NewId.At(later), StringComparison.Ordinal);
    }
}
