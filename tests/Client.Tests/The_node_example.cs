using System.Diagnostics;
using System.Text.RegularExpressions;
using SecretsDashboard.E2E.Running;

namespace SecretsDashboard.Client.Tests;

/// <summary>Runs the README's example for Node.js, unchanged, against the real server.</summary>
public sealed class The_node_example
{
    [Fact]
    public async Task The_node_example_reads_its_values_and_sees_changes_even_after_a_server_restart()
    {
        var host = new StoppableClientHost();
        await host.InitializeAsync();
        var service = await host.ServiceAsync(("KEY", new string('a', 21)));
        using var node = Start(await ScriptAsync(), host.Address, service.Credential, out var log);

        await WaitForLineAsync("KEY has 21 characters");
        await service.ChangeAsync("KEY", new string('b', 22));
        await WaitForLineAsync("KEY has 22 characters");
        await host.KillAsync();
        await host.StartAgainAsync();
        await service.ChangeAsync("KEY", new string('c', 23));
        await WaitForLineAsync("KEY has 23 characters");
        await service.UnbindAsync("KEY");
        await WaitForLineAsync("KEY is gone");

        Assert.False(node.HasExited, log.ToString());
        node.Kill();
        await node.WaitForExitAsync();
        await host.DisposeAsync();

        async Task WaitForLineAsync(string line)
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await log.LineAsync($"^{line}$", timeout.Token);
        }
    }

    private static async Task<string> ScriptAsync()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        var block = Assert.Single(Regex.Matches(readme, "^```js\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline));
        var file = Path.Combine(Directory.CreateTempSubdirectory("node-example-").FullName, "service.mjs");
        await File.WriteAllTextAsync(file, block.Groups[1].Value);
        return file;
    }

    private static Process Start(string script, Uri dashboard, string credential, out OutputLog log)
    {
        var start = new ProcessStartInfo("node", [script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["SECRETS_DASHBOARD"], start.Environment["CREDENTIAL"]) = (
            dashboard.GetLeftPart(UriPartial.Authority),
            credential
        );
        var output = log = new OutputLog(Path.Combine(Repository.Artifacts("logs"), $"node-{Guid.NewGuid():N}.log"));
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
