using SecretsDashboard.Vault.Console;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Sets the anchor to the current log.</summary>
internal sealed record AcceptAnchorVerb() : ConsoleVerb("audit", "anchor", "--accept")
{
    public override async Task<int> RunAsync(OpenVault vault, IReadOnlyList<string> args, TextWriter output, CancellationToken cancel)
    {
        if (args is not ["--accept"])
        {
            await output.WriteLineAsync("Usage: audit anchor --accept, after 'audit verify' has reported a difference that you intended.");
            return 2;
        }
        if (await vault.Gate.AskAsync(Caller.Console, new AcceptAnchor(), cancel) is not Done<Unit>)
        {
            await output.WriteLineAsync("The anchor was not moved.");
            return 1;
        }
        try
        {
            await vault.Tools.Anchor.AcceptAsync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"The anchor was not moved: {e.Message}");
            return 1;
        }
        await output.WriteLineAsync("The anchor now covers the audit log as it is.");
        return 0;
    }
}
