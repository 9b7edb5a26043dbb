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
        switch (await vault.Gate.AskAsync(Caller.Console, new ResetPassword(email), cancel))
        {
            case Done<NewInvitation> done:
                await output.WriteLineAsync(
                    $"{done.Value.Email} can't sign in with the old password any more. "
                        + "Their sessions are ended, and their known devices and failed sign-ins are cleared."
                );
                await output.WriteLineAsync(
                    $"Until {done.Value.Expires.UtcDateTime:yyyy-MM-dd HH:mm} UTC, "
                        + "this one-time path below the dashboard's address sets a new password:"
                );
                await output.WriteLineAsync(done.Value.Path);
                return 0;
            case Failed<NewInvitation> failed:
                await output.WriteLineAsync(failed.Problems[0].Message);
                return 1;
            case Refused<NewInvitation> refused:
                await output.WriteLineAsync(refused.Decision.Authorization.Reason);
                return 1;
            default:
                throw new System.Diagnostics.UnreachableException("There is no fourth outcome.");
        }
    }
}
