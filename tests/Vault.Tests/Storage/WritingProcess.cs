using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Storage;

/// <summary>A process that writes without end, several things at once, and says on its output what was acknowledged.</summary>
internal static class WritingProcess
{
    public const string Command = "write-until-killed";

    private const int AtOnce = 6;

    public static Process Start(string folder, SessionId session, StoreId store) => Start(Command, folder, session.Value, store.Value);

    /// <summary>Starts this program again as something else than the tests.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(WritingProcess).Assembly.Location);
        }
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }

    public static async Task<int> RunAsync(string folder, SessionId session, StoreId store)
    {
        var vault = OpenVault.Open(VaultTemplate.OptionsFor(folder), new FakeTimeProvider(VaultTemplate.Start), NullLogger.Instance);
        var caller = Caller.Of(session, null);
        await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (true)
                        {
                            await WriteOneAsync(vault.Gate, caller, store);
                        }
                    })
                )
        );
        return 0;
    }

    // A secret, two more values of it, and a name that is taken.
    private static async Task WriteOneAsync(Vault.Gate.Gate gate, Caller caller, StoreId store)
    {
        var name = $"S{Guid.NewGuid():N}";
        var created = await gate.AskAsync(caller, new CreateSecrets(store, [VaultSampleData.New(name, value: "value-1")]));
        Report(created);
        var id = ((Done<IReadOnlyList<SecretId>>)created).Value[0];
        for (var version = 2; version <= 3; version++)
        {
            Report(await gate.AskAsync(caller, new EditSecret(id, version - 1, new NewValue(Plaintext.TryFrom($"value-{version}")))));
        }
        Report(await gate.AskAsync(caller, new CreateSecrets(store, [VaultSampleData.New(name)])));
    }

    private static void Report<T>(Outcome<T> outcome) =>
        // Console.Out is synchronised and flushes every line.
        System.Console.Out.WriteLine($"{outcome.RequestId} {(outcome is Done<T> ? "Done" : "Failed")}");
}
