using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>A shell runs the README's commands on gateways unchanged, with a provider on this machine.</summary>
public sealed class The_readme_of_gateways : GatewayTest
{
    [Fact]
    public async Task The_commands_in_the_README_set_up_a_gateway_that_gets_provider_answers()
    {
        await using var provider = await LocalProvider.StartAsync();
        var (host, _) = await MakeAsync(
            ("Gateway:Providers:openai:Address", provider.Address),
            ("Gateway:Providers:openai:AllowPrivateAddresses", "true")
        );
        var token = await host.Api.TokenAsync(new TokenInput("all", TokenLevel.Edit, Administer: true));
        var commands = (await CommandsAsync(host)).Replace(
            "http://127.0.0.1:5080/",
            host.Api.Host.ClientOptions.BaseAddress.AbsoluteUri,
            StringComparison.Ordinal
        );

        var output = await RunAsync(
            commands,
            ("ACCOUNT_ID", host.Api.Vault.AccountId),
            ("STORE_ID", (await host.Api.StoreAsync()).Value),
            ("SECRETS_DASHBOARD_TOKEN", token.Text),
            ("VALUE", "sk-of-the-readme")
        );

        Assert.Equal(
            ["POST /base/chat/completions", "GET /base/models", "GET /base/models"],
            provider.Received.Select(h => $"{h.Method} {h.Target}")
        );
        Assert.All(provider.Received, h => Assert.Equal("Bearer sk-of-the-readme", h.Headers["Authorization"]));
        Assert.Contains("heard {\"model\":\"gpt-5\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-of-the-readme", output, StringComparison.Ordinal);
        var key = Assert.Single((await host.Api.DoAsync(new ListProviderConfigs("my-gateway"))).Configs);
        Assert.Equal(
            ("openai", "default", true, 600, KeyStatus.Active),
            (key.Provider, key.Alias, key.IsDefault, key.RequestsPerMinute, key.Status)
        );
    }

    /// <summary>The contents of the section's code fences, in order.</summary>
    private static async Task<string> CommandsAsync(GatewayWebHost host)
    {
        var root = host.Api.Host.Services.GetRequiredService<IWebHostEnvironment>().ContentRootPath;
        var section = Regex
            .Match(
                await File.ReadAllTextAsync(Path.Combine(root, "README.md")),
                "^## An AI gateway\n(.*?)^## ",
                RegexOptions.Multiline | RegexOptions.Singleline
            )
            .Groups[1]
            .Value;
        var codeBlocks = Regex.Matches(section, "^```\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.Equal(3, codeBlocks.Count);
        return string.Concat(codeBlocks.Select(block => block.Groups[1].Value));
    }

    private static async Task<string> RunAsync(string commands, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "bash",
            ["-euo", "pipefail", "-c", commands.Replace("curl ", "curl --fail-with-body --silent --show-error ", StringComparison.Ordinal)]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var shell = Process.Start(start)!;
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync().WaitAsync(MaxWait);
        Assert.True(shell.ExitCode == 0, $"{await output}\n{await error}");
        return await output;
    }
}
