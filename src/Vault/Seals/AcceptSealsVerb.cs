using SecretsDashboard.Vault.Console;

namespace SecretsDashboard.Vault.Seals;

/// <summary>Seals all rows as they are.</summary>
internal sealed record AcceptSealsVerb() : ConsoleVerb("audit", "seals", "--accept")
{
    public override async Task<int> RunAsync(OpenVault vault, IReadOnlyList<string> args, TextWriter output, CancellationToken cancel)
    {
        if (args is not ["--accept"])
        {
            await output.WriteLineAsync("Usage: audit seals --accept, after 'audit verify' has named rows that you changed on purpose.");
            return 2;
        }
        if (await vault.Gate.AskAsync(Caller.Console, new AcceptSeals(), cancel) is not Done<AcceptedSeals> { Value.Rows: var rows })
        {
            await output.WriteLineAsync("No row was sealed. 'audit verify' says what is wrong.");
            return 1;
        }
        await ForgedRowsText.WriteAsync(output, "Accepted", rows, "is sealed as it is.");
        await output.WriteLineAsync("All rows are sealed as they are.");
        return 0;
    }
}
