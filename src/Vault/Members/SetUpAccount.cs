using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>Creates the first Super Administrator. It works only once: a
/// unique row in the same transaction marks the account as set up.</summary>
/// <param name="Code">The code that the console printed; ignored for the
/// unattended set-up, which only the vault itself can request.</param>
public sealed record SetUpAccount(string? Code, string? Email, Plaintext? Password, Plaintext? ConfirmPassword) : Change<MemberId>
{
    internal bool Unattended { get; init; }

    internal override Demand Demand => new(Act.SetUp, TargetReference.Account);

    internal override async Task<Preparation?> PrepareAsync(PreparationContext context, CancellationToken cancel)
    {
        if (!await context.MaySetUpAsync(Code, Unattended, cancel))
        {
            return null; // Nothing is hashed for a client without the code, or after the set-up.
        }
        var email = EmailAddress.Clean(Email, out var problem);
        problem ??= PasswordRules.Check(Password, ConfirmPassword, email!, nameof(Password));
        return problem is not null ? new Preparation(Problem: problem) : await context.NewHashAsync(Password!, cancel);
    }

    internal override async Task<Result<MemberId>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Member", null, null);
        if (await context.Db.SetupMarks.AnyAsync(cancel))
        {
            return Problem.Invalid("setup_closed", "This installation is already set up. Sign in instead.");
        }
        if (!Unattended && !context.Tools.SetupCode.Accept(Code))
        {
            return context.Tools.SetupCode.Exhausted
                ? Problem.Invalid(
                    "setup_code_exhausted",
                    "The setup code was tried five times. Restart the server for a new one.",
                    nameof(Code)
                )
                : Problem.Invalid("setup_code_wrong", "This is not the code that the server printed on its console.", nameof(Code));
        }
        var member = NewMember.Make(EmailAddress.Clean(Email, out _)!, context.Preparation!.PasswordHash!, context.Now);
        context.Db.Add(new SetupMark { Id = 1, At = context.Now });
        context.Db.Add(member);
        context.Db.Add(new IdentityUserRole<string> { UserId = member.Id, RoleId = RoleIds.Of(Roles.SuperAdministrator) });
        context.Note.About("Member", member.Id, member.Email).Add("unattended", Unattended);
        return new MemberId(member.Id);
    }

    // A record prints its members, and one of them is secret.
    public override string ToString() => nameof(SetUpAccount);
}
