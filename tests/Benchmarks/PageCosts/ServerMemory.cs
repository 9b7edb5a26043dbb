using System.Globalization;
using System.IO.Pipes;
using SecretsDashboard.E2E.Running;

namespace SecretsDashboard.PageCosts;

/// <summary>The memory of the server: reachable bytes of its heap, and the private memory that the system reports.</summary>
internal sealed record ServerMemory(long Heap, long Private)
{
    public static async Task<ServerMemory> ReadAsync(ServerProcess server, string pipeName)
    {
        await using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.In);
        await pipe.ConnectAsync(30_000);
        using var reader = new StreamReader(pipe);
        var heap = long.Parse(await reader.ReadToEndAsync(), CultureInfo.InvariantCulture);
        return new ServerMemory(heap, await PrivateBytesAsync(server.ProcessId));
    }

    public ServerMemory Since(ServerMemory before, int pages) => new((Heap - before.Heap) / pages, (Private - before.Private) / pages);

    private static async Task<long> PrivateBytesAsync(int process)
    {
        var lines = await File.ReadAllLinesAsync($"/proc/{process}/smaps_rollup");
        return lines
                .Where(line => line.StartsWith("Private_", StringComparison.Ordinal))
                .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)) * 1024;
    }
}
