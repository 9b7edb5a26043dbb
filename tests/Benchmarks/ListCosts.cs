using System.Diagnostics;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Benchmarks;

/// <summary>First page, later pages and searches of the list of secrets, through
/// the gate: decision and durable audit row included.</summary>
internal static class ListCosts
{
    private const int Warmup = 20,
        Rounds = 200;

    public static async Task MeasureAsync(IReadOnlyList<int> sizes)
    {
        Console.WriteLine("| secrets | question | median ms | p95 ms |");
        Console.WriteLine("|---:|---|---:|---:|");
        foreach (var size in sizes.DefaultIfEmpty(100_000))
        {
            await using var vault = await BigVault.MakeAsync(size);
            foreach (var (question, list) in Questions(vault, size))
            {
                var times = await TimesAsync(vault, list);
                Console.WriteLine($"| {size:N0} | {question} | {times[Rounds / 2]:F1} | {times[Rounds * 95 / 100]:F1} |");
            }
        }
    }

    private static IEnumerable<(string Question, ListSecrets List)> Questions(BigVault vault, int size)
    {
        var first = new PageRequest(1, 25);
        yield return ("first page by name", new ListSecrets(new SecretFilter(), first));
        yield return (
            "first page, newest change first",
            new ListSecrets(new SecretFilter(), first, SecretOrder.Modified, Descending: true)
        );
        yield return (
            "first page of one store and scope",
            new ListSecrets(new SecretFilter(Store: vault.Store, Scopes: Scopes.Workers), first)
        );
        yield return ("last page", new ListSecrets(new SecretFilter(), new PageRequest(Math.Max(1, size / 25), 25)));
        yield return ("search, few match", new ListSecrets(new SecretFilter($"e_{size - 1}_a"), first));
        yield return ("search, all match", new ListSecrets(new SecretFilter("api_key"), first));
        yield return ("unused for 30 days, none match", new ListSecrets(new SecretFilter(UnusedDays: 30), first));
        yield return ("search, none match", new ListSecrets(new SecretFilter("nowhere"), first));
    }

    private static async Task<double[]> TimesAsync(BigVault vault, ListSecrets list)
    {
        var times = new double[Rounds];
        for (var i = -Warmup; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await vault.DoAsync(list);
            if (i >= 0)
            {
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }
        Array.Sort(times);
        return times;
    }
}
