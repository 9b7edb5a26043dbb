using SecretsDashboard.Vault.Console;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Walks the audit log's chains and names the first broken row.</summary>
internal sealed record VerifyAuditVerb() : ConsoleVerb("audit", "verify", "[--expect CHAIN:NUMBER:CODE]...")
{
    public override async Task<int> RunAsync(OpenVault vault, IReadOnlyList<string> args, TextWriter output, CancellationToken cancel)
    {
        if (Expected(args) is not { } expected)
        {
            await output.WriteLineAsync("Usage: audit verify [--expect CHAIN:NUMBER:CODE]..., with heads as 'audit heads' prints them.");
            return 2;
        }
        switch (await vault.Gate.AskAsync(Caller.Console, new VerifyAudit(expected), cancel))
        {
            case Done<AuditVerdict> { Value: { Broken: null } whole }:
                await output.WriteLineAsync($"{Count(whole.Rows, "row")} in {Count(whole.Chains, "chain")} verified.");
                return 0;
            case Done<AuditVerdict> { Value: { Broken: { } broken } verdict }:
                await output.WriteLineAsync($"Broken: {broken.What}");
                await output.WriteLineAsync($"{Count(verdict.Rows, "row")} before it {(verdict.Rows == 1 ? "is" : "are")} as written. What follows was not looked at.");
                return 1;
            default:
                await output.WriteLineAsync("The audit log could not be verified.");
                return 1;
        }
    }

    /// <summary>The given heads; null when the arguments are not understood.</summary>
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

    private static string Count(long number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
