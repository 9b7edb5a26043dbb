using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>Changes the asking member's password and ends all of their sessions, this one too; none of their devices is known any more. A
/// wrong current password counts like a failed
/// sign-in from the device of this session, so that a page left open is no way to try passwords.</summary>
public sealed record ChangeOwnPassword(Plaintext? CurrentPassword, Plaintext? NewPassword, Plaintext? ConfirmPassword) : Change<Unit>
{
    private static readonly Problem Wrong = new(
        "current_password_wrong",
        "This is not your current password, or there were too many tries. After five this browser is no longer a known device, and further tries may wait up to a minute.",
        nameof(CurrentPassword)
    );

    internal override Demand Demand => new(Act.ManageOwnAccount, Aim.Self);

    internal override async Task<Preparation?> PrepareAsync(PreparationContext context, CancellationToken cancel)
    {
        if (await context.OwnEmailAsync() is not { } email)
        {
            return null; // The session is over: the decision will say so.
        }
        if (PasswordRules.Check(NewPassword, ConfirmPassword, email, nameof(NewPassword)) is { } problem)
        {
            return new Preparation(Problem: problem);
        }
        var verified = await context.VerifyOwnAsync(CurrentPassword, cancel);
        return verified.VerifiedStamp is null
            ? verified with
            {
                PasswordHash = null,
            }
            : (await context.NewHashAsync(NewPassword!, cancel)) with
            {
                VerifiedStamp = verified.VerifiedStamp,
                DeviceId = verified.DeviceId,
            };
    }

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var member = await context.Db.Users.FirstAsync(m => m.Id == context.MemberId!.Value.Value, cancel);
        context.Note.About("Member", member.Id, member.Email);
        if (
            context.Preparation is not { VerifiedStamp: { } verified, PasswordHash: { } hash }
            || verified != member.SecurityStamp
            || !await SignInFailures.AllowAsync(context, member.NormalizedEmail!, cancel)
        )
        {
            await SignInFailures.CountAsync(context, member.NormalizedEmail!, member.Id, cancel);
            return Result<Unit>.FailedButCounted(Wrong);
        }
        member.PasswordHash = hash;
        await SignInFailures.ForgetAsync(context, member.NormalizedEmail!, cancel);
        await MemberSessions.EndAllAsync(context, member, cancel);
        context.Note.Add("password_changed", true);
        return Unit.Value;
    }
}
