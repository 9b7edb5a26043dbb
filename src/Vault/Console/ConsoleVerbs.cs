using Microsoft.Extensions.Logging;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Console;

/// <summary>The commands that the program runs on the server's own console: <c>-- audit verify</c>, <c>-- audit anchor</c>, <c>--
/// audit seals</c>, <c>-- member reset-password</c>, <c>-- token create</c>. They are in the vault because only the vault can create the
/// console's caller; they use the gate like all other callers.</summary>
public static class ConsoleVerbs
{
    private static readonly IReadOnlyList<ConsoleVerb> All =
    [
        new ResetPasswordVerb(),
        new CreateTokenVerb(),
        new VerifyAuditVerb(),
        new AuditHeadsVerb(),
        new AcceptAnchorVerb(),
        new AcceptSealsVerb(),
    ];

    /// <summary>The verb and its arguments, or null if the arguments are settings for the server. The built program also accepts the
    /// <c>--</c> that <c>dotnet run</c> needs before a verb.</summary>
    public static IReadOnlyList<string>? VerbIn(IReadOnlyList<string> args)
    {
        var words = args is ["--", ..] ? [.. args.Skip(1)] : args;
        return words.Count > 0 && !words[0].StartsWith('-') && !words[0].Contains('=', StringComparison.Ordinal) ? words : null;
    }

    /// <summary>Runs one verb on the data of the given options.</summary>
    /// <returns>The process's exit code: 0 success, 1 failure or a negative result, 2 invalid arguments.</returns>
    /// <exception cref="StartupException">The data does not exist, or can't be opened.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args,
        VaultOptions options,
        ILogger log,
        TextWriter output,
        CancellationToken cancel
    )
    {
        var verb = All.FirstOrDefault(v => args.Count >= 2 && v.Group == args[0] && v.Name == args[1]);
        if (verb is null)
        {
            await output.WriteLineAsync("Unknown command. The commands are:");
            foreach (var known in All)
            {
                await output.WriteLineAsync($"  {known.Group} {known.Name} {known.Usage}".TrimEnd());
            }
            return 2;
        }
        if (!File.Exists(options.DatabaseFile))
        {
            throw new StartupException(
                $"There is no database at '{options.DatabaseFile}'. Set Data:Directory to the server's data folder. "
                    + "No database was created."
            );
        }
        await using var vault = OpenVault.Open(options, TimeProvider.System, log);
        return await verb.RunAsync(vault, [.. args.Skip(2)], output, cancel);
    }
}

/// <summary>A console verb.</summary>
/// <param name="Group">The first word, such as "audit".</param>
/// <param name="Name">The second word, such as "verify".</param>
/// <param name="Usage">The arguments, for the help text.</param>
internal abstract record ConsoleVerb(string Group, string Name, string Usage)
{
    /// <returns>The exit code: 0 success, 1 failure, 2 invalid arguments.</returns>
    public abstract Task<int> RunAsync(OpenVault vault, IReadOnlyList<string> args, TextWriter output, CancellationToken cancel);

    /// <summary>The value after <c>--name</c>, or null.</summary>
    protected static string? Option(IReadOnlyList<string> args, string name)
    {
        var at = args.ToList().IndexOf("--" + name);
        return at >= 0 && at + 1 < args.Count ? args[at + 1] : null;
    }
}
