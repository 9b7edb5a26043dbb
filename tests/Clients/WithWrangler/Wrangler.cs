using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SecretsDashboard.Clients.Tests.WithWrangler;

/// <summary>Runs wrangler with a token in the environment and a home directory of its own.</summary>
/// <param name="host">The server it talks to.</param>
/// <param name="entry">The script of this version of wrangler.</param>
internal sealed partial class Wrangler(ApiClientHost host, string entry)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    public TokenLevel TokenLevel { get; init; } = TokenLevel.Edit;

    /// <summary>A token of its own instead of the host's of that level.</summary>
    public string? Token { get; init; }

    /// <summary>Whether the account is configured; otherwise wrangler has to find it out.</summary>
    public bool KnowsAccount { get; init; } = true;

    /// <summary>Whether the configured address ends in a slash.</summary>
    public bool EndsInSlash { get; init; }

    /// <summary>The standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>The files of the working directory, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>A command of <c>wrangler secrets-store</c> on the server.</summary>
    public Task<CommandResult> SecretsStoreAsync(params string[] words) => RunAsync(["secrets-store", .. words, "--remote"]);

    public async Task<CommandResult> RunAsync(params string[] words)
    {
        var home = Directory.CreateTempSubdirectory("secrets-dashboard-wrangler-");
        try
        {
            foreach (var (name, content) in Files)
            {
                await File.WriteAllTextAsync(Path.Combine(home.FullName, name), content);
            }

            using var process = Start(home.FullName, words);
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(Input);
            process.StandardInput.Close();
            await EndAsync(process);
            var text = Colours().Replace(await output + await errors, "");
            host.LeakCheck.AssertNoneIn(text);
            return new CommandResult(process.ExitCode, text);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task EndAsync(Process process)
    {
        using var timeout = new CancellationTokenSource(MaxWait);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private Process Start(string home, string[] words)
    {
        var start = new ProcessStartInfo(Npm.NodeOf(entry), [entry, .. words])
        {
            WorkingDirectory = home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment(home))
        {
            start.Environment[name] = value;
        }

        if (!KnowsAccount)
        {
            start.Environment.Remove("CLOUDFLARE_ACCOUNT_ID");
        }

        return Process.Start(start) ?? throw new InvalidOperationException("Node did not start.");
    }

    private Dictionary<string, string> Environment(string home) =>
        new()
        {
            ["HOME"] = home,
            ["XDG_CONFIG_HOME"] = home,
            ["XDG_CACHE_HOME"] = home,
            ["CI"] = "true",
            ["NO_COLOR"] = "1",
            ["WRANGLER_SEND_METRICS"] = "false",
            ["WRANGLER_HIDE_BANNER"] = "true",
            ["CLOUDFLARE_API_BASE_URL"] = host.Api + (EndsInSlash ? "/" : ""),
            ["CLOUDFLARE_API_TOKEN"] = Token ?? host.Token(TokenLevel),
            ["CLOUDFLARE_ACCOUNT_ID"] = host.Account,
        };

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colours();
}

/// <summary>The result of a run of wrangler: its exit code and all of its output.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    public void Succeeded(string words)
    {
        Assert.True(ExitCode == 0, Output);
        Assert.Contains(words, Output, StringComparison.Ordinal);
    }

    public void Failed(string words)
    {
        Assert.True(ExitCode != 0, Output);
        Assert.Contains(words, Output, StringComparison.Ordinal);
    }
}
