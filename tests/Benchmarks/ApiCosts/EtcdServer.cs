using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>etcd with one key of 1 KiB, read through its JSON gateway: a store without decisions and without an audit log.</summary>
internal sealed class EtcdServer : IDisposable
{
    public const string Address = "http://127.0.0.1:5097";
    public const string Path = "/v3/kv/range";

    private readonly Process _process;

    private EtcdServer(Process process) => _process = process;

    /// <summary>Null if etcd is not installed (Debian: <c>etcd-server</c>).</summary>
    public static async Task<EtcdServer?> StartAsync(string folder)
    {
        var start = new ProcessStartInfo(
            "etcd",
            [
                "--data-dir",
                System.IO.Path.Combine(folder, "etcd"),
                "--listen-client-urls",
                Address,
                "--advertise-client-urls",
                Address,
                "--listen-peer-urls",
                "http://127.0.0.1:5096",
                "--log-level",
                "error",
            ]
        );
        try
        {
            var server = new EtcdServer(Process.Start(start)!);
            using var http = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(30) };
            for (var tries = 0; ; tries++)
            {
                try
                {
                    using var put = await http.PostAsJsonAsync(
                        "/v3/kv/put",
                        new { key = Base64("key"), value = Base64(new string('v', 1_024)) }
                    );
                    put.EnsureSuccessStatusCode();
                    return server;
                }
                catch (HttpRequestException) when (tries < 100)
                {
                    await Task.Delay(100); // It is not listening yet.
                }
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public static string Script { get; } =
        $$"""
            wrk.method = "POST"
            wrk.body = '{"key":"{{Base64("key")}}"}'
            """;

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
