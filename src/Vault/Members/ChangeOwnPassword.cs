using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>Changes the asking member's password and ends all of their sessions, this one too. A wrong current password counts like a failed
/// sign-in, so that a page left open is no way to try passwords.</summary>
public sealed record ChangeOwnPassword(Plaintext? CurrentPassword, Plaintext? NewPassword, Plaintext? ConfirmPassword) : Change<Unit>
{
    private static readonly Problem Wrong = new("current_password_wrong",
        "This is not your current password, or there were too many tries. After five, the account waits 15 minutes.", nameof(CurrentPassword));

    internal override Demand Demand => new(Act.ManageOwnAccount, Aim.Self);

    internal override async Task<Prepared?> PrepareAsync(Workbench workbench, CancellationToken cancel)
    {
        if (await workbench.OwnPasswordAsync(cancel) is not { } own)
        {
            return null; // The session is over: the decision will say so.
        }
        if (PasswordRules.Check(NewPassword, ConfirmPassword, own.Email, nameof(NewPassword)) is { } problem)
        {
            return new Prepared(Problem: problem);
        }
        var verified = await workbench.VerifyAsync(own.Hash, CurrentPassword, cancel);
        return verified.VerifiedHash is null ? verified : (await workbench.NewHashAsync(NewPassword!, cancel)) with { VerifiedHash = verified.VerifiedHash };
    }

    internal override async Task<Result<Unit>> RunAsync(Session session, CancellationToken cancel)
    {
        var member = await session.Db.Users.FirstAsync(m => m.Id == session.Me!.Value.Value, cancel);
        session.Note.About("Member", member.Id, member.Email);
        if (Lockout.IsLocked(session, member) || session.Prepared is not { VerifiedHash: { } verified, PasswordHash: { } hash } || verified != member.PasswordHash)
        {
            session.Tools.Failures.Count(session.Caller.Address, session.Now);
            Lockout.CountFailure(session, member);
            return Result<Unit>.FailedButCounted(Wrong);
        }
        member.PasswordHash = hash;
        Lockout.Lift(member);
        await MemberSessions.EndAllAsync(session, member, cancel);
        session.Note.Say("password_changed", true);
        return Unit.Value;
    }
}
