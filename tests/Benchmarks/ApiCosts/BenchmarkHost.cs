using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>A server on an empty folder with a token for everything, and limits set out of the way of a load.</summary>
internal sealed class BenchmarkHost : IDisposable
{
    public const string Address = "http://127.0.0.1:5098";

    private BenchmarkHost(string folder, MeasuredServer server, string token, string account) =>
        (Folder, Server, Token, Account) = (folder, server, token, account);

    public string Folder { get; }
    public MeasuredServer Server { get; }
    public string Token { get; }

    /// <summary>The path of the account.</summary>
    public string Account { get; }

    public HttpClient Http { get; } = new() { BaseAddress = new Uri(Address) };

    /// <param name="server">The program's path.</param>
    public static async Task<BenchmarkHost> StartAsync(string server)
    {
        var folder = Directory.CreateTempSubdirectory("api-load-").FullName;
        var environment = new Dictionary<string, string>
        {
            ["Data__Directory"] = folder,
            ["Limits__Secrets"] = "100000000",
            ["Logging__LogLevel__Default"] = "Warning",
            ["Limits__RequestsPerMinutePerToken"] = "2000000000",
            ["Limits__RequestsPerMinutePerAddress"] = "2000000000",
            ["Bootstrap__Email"] = "bench@example.com",
            ["Bootstrap__Password"] = "four unrelated words here",
        };
        var running = await MeasuredServer.StartAsync("Secrets Dashboard is ready", [server, "--urls", Address], environment);
        var token = await TokenAsync(server, environment);
        using var http = new HttpClient
        {
            BaseAddress = new Uri(Address),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        var accounts = await http.GetFromJsonAsync<JsonElement>("/client/v4/accounts");
        var host = new BenchmarkHost(
            folder,
            running,
            token,
            $"/client/v4/accounts/{accounts.GetProperty("result")[0].GetProperty("id").GetString()}"
        );
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return host;
    }

    /// <summary>Posts to a path below the account's, and returns the named member of the result.</summary>
    public async Task<string> PostAsync(string path, object body, string member = "id")
    {
        using var answer = await Http.PostAsJsonAsync(Account + path, body);
        var result = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result");
        return (result.ValueKind == JsonValueKind.Array ? result[0] : result).GetProperty(member).GetString()!;
    }

    public void Dispose()
    {
        Http.Dispose();
        Server.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<string> TokenAsync(string server, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [server, "token", "create", "--name", "load", "--level", "edit", "--administer"])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var verb = Process.Start(start)!;
        return (await verb.StandardOutput.ReadToEndAsync()).Trim().Split('\n')[^1];
    }
}
