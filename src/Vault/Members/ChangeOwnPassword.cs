using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>Changes the calling member's password, ends all of their sessions, including this one,
/// and forgets all of their devices. A wrong current password counts like a failed sign-in from the
/// device of this session, so that an open page can't be used to guess passwords.</summary>
public sealed record ChangeOwnPassword(Plaintext? CurrentPassword, Plaintext? NewPassword, Plaintext? ConfirmPassword) : Change<Unit>
{
    private static readonly Problem Wrong = Problem.Invalid(
        "current_password_wrong",
        "This is not your current password, or there were too many tries. "
            + "After five this browser is no longer a known device, and further tries may wait up to a minute.",
        nameof(CurrentPassword)
    );

    internal override Demand Demand => new(Act.ManageOwnAccount, TargetReference.Self);

    internal override async Task<Preparation?> PrepareAsync(PreparationContext context, CancellationToken cancel)
    {
        if (await context.OwnEmailAsync() is not { } email)
        {
            return null; // The session has ended; the decision will refuse it.
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
