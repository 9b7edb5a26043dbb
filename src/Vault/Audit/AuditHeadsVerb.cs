using SecretsDashboard.Vault.Console;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Prints the newest row of every chain, one per line, to be kept outside the database.</summary>
internal sealed record AuditHeadsVerb() : ConsoleVerb("audit", "heads", "")
{
    public override async Task<int> RunAsync(OpenVault vault, IReadOnlyList<string> args, TextWriter output, CancellationToken cancel)
    {
        if (await vault.Gate.AskAsync(Caller.Console, new ListAuditHeads(), cancel) is not Done<IReadOnlyList<AuditHead>> heads)
        {
            await output.WriteLineAsync("The heads could not be read.");
            return 1;
        }
        foreach (var head in heads.Value)
        {
            await output.WriteLineAsync(head.ToString());
        }
        return 0;
    }
}
