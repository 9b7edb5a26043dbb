using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Storage;

/// <summary>A process that opens a folder on command, reports the outcome, and runs until it receives the command to end.</summary>
internal static class StartingProcess
{
    public const string Command = "open-on-command",
        Ready = "ready",
        Open = "open";

    public static async Task<int> RunAsync(string folder)
    {
        System.Console.WriteLine(Ready);
        await System.Console.In.ReadLineAsync();
        try
        {
            var options = VaultTemplate.OptionsFor(folder) with
            {
                BootstrapEmail = VaultTemplate.OwnerEmail,
                BootstrapPassword = VaultTemplate.Password,
            };
            await using var vault = OpenVault.Open(options, TimeProvider.System, NullLogger.Instance);
            await Bootstrap.RunAsync(vault, options, CancellationToken.None);
            System.Console.WriteLine(Open);
            await System.Console.In.ReadLineAsync();
        }
        catch (StartupException e)
        {
            System.Console.WriteLine(e.Message);
        }
        return 0;
    }
}
