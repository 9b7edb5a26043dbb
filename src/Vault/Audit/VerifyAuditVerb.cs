using System.Globalization;
using SecretsDashboard.Vault.Console;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Verifies the audit log's chains and reports the first broken row.</summary>
internal sealed record VerifyAuditVerb() : ConsoleVerb("audit", "verify", "[--expect CHAIN:NUMBER:CODE]...")
{
    /// <summary>The maximum number of rows that are named one by one.</summary>
    private const int MaxRows = 100;

    public override async Task<int> RunAsync(OpenVault vault, IReadOnlyList<string> args, TextWriter output, CancellationToken cancel)
    {
        if (Expected(args) is not { } expected)
        {
            await output.WriteLineAsync("Usage: audit verify [--expect CHAIN:NUMBER:CODE]..., with heads as 'audit heads' prints them.");
            return 2;
        }
        switch (await vault.Gate.AskAsync(Caller.Console, new VerifyAudit(expected), cancel))
        {
            case Done<AuditVerdict> { Value: { Broken: null } verdict }:
                await output.WriteLineAsync($"{Count(verdict.Rows, "row")} in {Count(verdict.Chains, "chain")} verified.");
                await output.WriteLineAsync(EndOf(verdict.Anchor));
                await WriteSealsAsync(verdict.Seals, output);
                return verdict.IsWhole ? 0 : 1;
            case Done<AuditVerdict> { Value: { Broken: { } broken } verdict }:
                await output.WriteLineAsync($"Broken: {broken.What}");
                await output.WriteLineAsync(
                    $"{Count(verdict.Rows, "row")} before it {(verdict.Rows == 1 ? "is" : "are")} unchanged. "
                        + "The rows after it were not checked."
                );
                await output.WriteLineAsync(EndOf(verdict.Anchor));
                await WriteSealsAsync(verdict.Seals, output);
                if (broken.Id is null)
                {
                    await output.WriteLineAsync(
                        "If an older backup was restored on purpose, 'audit anchor --accept' accepts the log as it is."
                    );
                }
                return 1;
            default:
                await output.WriteLineAsync("The audit log could not be verified.");
                return 1;
        }
    }

    /// <summary>The given heads; null if the arguments are not valid.</summary>
    private static List<AuditHead>? Expected(IReadOnlyList<string> args)
    {
        var heads = new List<AuditHead>();
        for (var i = 0; i < args.Count; i += 2)
        {
            if (args[i] != "--expect" || i + 1 == args.Count || AuditHead.Parse(args[i + 1]) is not { } head)
            {
                return null;
            }
            heads.Add(head);
        }
        return heads;
    }

    private static async Task WriteSealsAsync(SealVerdict seals, TextWriter output)
    {
        foreach (var foreign in seals.Foreign.Take(MaxRows))
        {
            await output.WriteLineAsync($"Foreign: the database contains the {foreign}, which this program did not create. Remove it.");
        }
        await ForgedRowsText.WriteAsync(output, "Forged", seals.Forged, "was written or changed by another program. It grants nothing.");
        foreach (var secret in seals.Older.Take(MaxRows))
        {
            await output.WriteLineAsync(
                $"Older: secret {secret.Name} ({secret.Id}) has version {secret.Version}, but the log records version {secret.Recorded}: "
                    + "an older row was put back."
            );
        }
        await output.WriteLineAsync(
            seals.IsWhole
                ? "The seals of all rows are right, and no secret is older than the log says."
                : "Restore a backup, or delete these rows or put them right. If they were changed on purpose, "
                    + "'audit seals --accept' accepts all rows as they are."
        );
    }

    private static string EndOf(AnchorVerdict anchor) =>
        anchor switch
        {
            { Problem: { } problem } => $"The end of the log is not covered by an anchor: {problem} Restore the anchor; "
                + "if it was moved or removed on purpose, run 'audit anchor --accept' to create a new one.",
            { UpTo: { } time } => string.Create(
                CultureInfo.InvariantCulture,
                $"The end of the log is covered up to {time:yyyy-MM-dd HH:mm:ss} UTC by the anchor '{anchor.Path}'."
            ),
            _ => $"The end of the log is not covered by an anchor: '{anchor.Path}' is missing or covers no row yet.",
        };

    private static string Count(long number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
