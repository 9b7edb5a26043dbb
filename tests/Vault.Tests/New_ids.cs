using System.Collections.Concurrent;
using SecretsDashboard.Vault.Tests.Hosts;

namespace SecretsDashboard.Vault.Tests;

public sealed class New_ids
{
    [Fact]
    public void New_ids_sort_in_the_order_in_which_they_were_made_even_within_a_millisecond()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => NewId.At(VaultTemplate.Start)).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.True(Guid.ParseExact(id, "N") is { Version: 7, Variant: >= 8 and <= 11 }, id));
    }

    [Fact]
    public void Ids_made_at_the_same_time_are_all_different()
    {
        var ids = new ConcurrentDictionary<string, bool>();

        Parallel.For(0, 20_000, _ => Assert.True(ids.TryAdd(NewId.At(VaultTemplate.Start.AddYears(1)), true)));
    }

    [Fact]
    public void An_id_begins_with_the_time_at_which_it_was_made()
    {
        var start = VaultTemplate.Start.AddYears(2); // Nothing else is made then.
        var later = start.AddMilliseconds(5);

        Assert.True(string.CompareOrdinal(NewId.At(start), NewId.At(later)) < 0);
        Assert.StartsWith(later.ToUnixTimeMilliseconds().ToString("x12"), NewId.At(later), StringComparison.Ordinal);
    }
}
