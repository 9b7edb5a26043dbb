using SecretsDashboard.Vault.Console;

namespace SecretsDashboard.Vault.Members;

/// <summary><c>member reset-password --email ADDRESS</c>. The last line of the
/// output contains only the link, so that scripts can read it.</summary>
internal sealed record ResetPasswordVerb() : ConsoleVerb("member", "reset-password", "--email ADDRESS")
{
    public override async Task<int> RunAsync(OpenVault vault, IReadOnlyList<string> args, TextWriter output, CancellationToken cancel)
    {
        if (Option(args, "email") is not { } email)
        {
            await output.WriteLineAsync($"Usage: {Group} {Name} {Usage}");
            return 2;
        }
        var outcome = await vault.Gate.AskAsync(Caller.Console, new ResetPassword(email), cancel);
        var (code, lines) = outcome.Match<(int, string[])>(
            done => (0, Describe(done.Value)),
            refused => (1, [refused.Decision.Authorization.Reason]),
            failed => (1, [failed.Problems[0].Message])
        );
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }
        return code;
    }

    private static string[] Describe(NewInvitation reset) =>
        [
            $"{reset.Email} can't sign in with the old password any more. "
                + "Their sessions are ended, and their known devices and failed sign-ins are cleared.",
            $"Until {reset.Expires.UtcDateTime:yyyy-MM-dd HH:mm} UTC, "
                + "this one-time path below the dashboard's address sets a new password:",
            reset.Path,
        ];
}
