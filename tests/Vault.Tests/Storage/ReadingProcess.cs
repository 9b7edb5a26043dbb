using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Vault.Tests.Storage;

/// <summary>A process in which a service reads its value without end, several times at
/// once; it says the request id of each value that left.</summary>
internal static class ReadingProcess
{
    public const string Command = "read-until-killed";

    private const int AtOnce = 8;

    public static Process Start(string folder, string credential) => WritingProcess.Start(Command, folder, credential);

    public static async Task<int> RunAsync(string folder, string credential)
    {
        var vault = OpenVault.Open(VaultTemplate.OptionsFor(folder), new FakeTimeProvider(VaultTemplate.Start), NullLogger.Instance);
        var caller = Caller.WithCredential(credential, IPAddress.Loopback);
        await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (true)
                        {
                            var outcome = await vault.Gate.AskAsync(caller, new ResolveBinding("KEY"));
                            using var value = ((Done<ResolvedBinding>)outcome).Value;
                            System.Console.Out.WriteLine(outcome.RequestId);
                        }
                    })
                )
        );
        return 0;
    }
}
