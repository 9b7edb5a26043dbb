using System.Net.Http.Headers;
using Microsoft.Data.Sqlite;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>Services that read their values, alone and beside unauthenticated clients that send
/// random one-time links and wrong passwords at a fixed rate, in turn.</summary>
internal static class AnonymousLoad
{
    private const int Rounds = 2,
        Connections = 8,
        Networks = 8,
        PerSecond = 1_000,
        WarmUp = 10;

    /// <param name="seconds">At least 60: the limits are those of a minute, and a shorter time would be taken for a minute of rows.</param>
    public static async Task MeasureAsync(string server, int seconds)
    {
        using var host = await BenchmarkHost.StartAsync(server);
        var (credential, names) = await ResolveLoad.BindAsync(host, 10);
        var (url, script) = (BenchmarkHost.Address + ResolveLoad.Path, Path.Combine(host.Folder, "load.lua"));
        await File.WriteAllTextAsync(script, Workload.Get(credential, ResolveLoad.Path, names));
        Console.WriteLine(
            $"Reads of one of 10 bindings of 1 KiB with {Connections} connections, {seconds} seconds a row; "
                + $"unauthenticated clients from {Networks} addresses, together {PerSecond:N0} requests a second at most."
        );
        Console.WriteLine();
        Console.WriteLine(
            "| unauthenticated requests/s | of them refused with 429 | audit rows of them a minute | reads/s | p50 ms | p99 ms | errors |"
        );
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|");
        await Load.RunAsync(host.Server, url, script, Connections, WarmUp);
        for (var round = 0; round < Rounds; round++)
        {
            WriteRow(await Load.RunAsync(host.Server, url, script, Connections, seconds), seconds, sent: 0, refused: 0, rows: 0);
            var before = RowsOf(host.Folder);
            await using var anonymous = await AnonymousClients.StartAsync(new Uri(BenchmarkHost.Address), Networks, PerSecond);
            var reads = await Load.RunAsync(host.Server, url, script, Connections, seconds);
            await anonymous.EndAsync();
            WriteRow(reads, seconds, anonymous.Sent, anonymous.Refused, RowsOf(host.Folder) - before);
        }
    }

    private static void WriteRow(LoadResult reads, int seconds, int sent, int refused, long rows) =>
        Console.WriteLine(
            $"| {sent / (double)seconds:N0} | {refused / (double)Math.Max(1, sent):P0} | {rows * 60 / seconds:N0} | "
                + $"{reads.PerSecond:N0} | {reads.Median:N2} | {reads.Slowest:N2} | {reads.Errors} |"
        );

    private static long RowsOf(string folder)
    {
        var file = Directory.GetFiles(folder, "*.db").Single(f => !f.EndsWith("commits.db", StringComparison.Ordinal));
        using var database = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        database.Open();
        using var count = database.CreateCommand();
        count.CommandText = """SELECT COUNT(*) FROM "AuditEntries" WHERE "Act" IN ('SignIn', 'AcceptInvitation')""";
        return (long)count.ExecuteScalar()!;
    }
}
