using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Members;

/// <summary>Signs a member in and starts a session. Unknown, disabled and locked members and wrong passwords all have one answer, at one cost.</summary>
public sealed record SignIn(string? Email, Plaintext? Password) : Change<SignedIn>
{
    private static readonly Problem Wrong = new("invalid_credentials",
        "The e-mail address or the password is wrong, or there were too many tries. After five, the account waits 15 minutes.");

    internal override Demand Demand => new(Act.SignIn, Aim.Account);

    internal override async Task<Prepared?> PrepareAsync(Workbench workbench, CancellationToken cancel)
    {
        var hash = await workbench.HashOfAsync(EmailAddress.Normalize(Email), cancel);
        var password = Password is { Length: > 0 and <= PasswordRules.MaxLength * 4 } given ? given : Plaintext.Own([0]);
        return await workbench.Passwords.VerifyAsync(hash, password, cancel) switch
        {
            null => new Prepared(Problem: Workbench.TooBusy),
            true => new Prepared(VerifiedHash: hash),
            false => new Prepared(),
        };
    }

    internal override async Task<Result<SignedIn>> RunAsync(Session session, CancellationToken cancel)
    {
        var throttle = session.Tools.Failures;
        session.Note.About("Member", null, null);
        if (throttle.IsBlocked(session.Caller.Address, session.Now))
        {
            return new Problem("too_many_failures", "There were too many failed sign-ins from this address. Try again in 15 minutes.");
        }
        var normalized = EmailAddress.Normalize(Email);
        var member = await session.Db.Users.FirstOrDefaultAsync(m => m.NormalizedEmail == normalized, cancel);
        if (member is null || member.Disabled || member.LockoutEnd > session.Now || session.Prepared!.VerifiedHash is not { } hash || hash != member.PasswordHash)
        {
            throttle.Count(session.Caller.Address, session.Now);
            CountFailure(session, member);
            return Result<SignedIn>.FailedButCounted(Wrong);
        }
        return Start(session, member);
    }

    private static void CountFailure(Session session, Member? member)
    {
        if (member is null)
        {
            return; // What was typed is not recorded: it may be a password in the wrong field.
        }
        session.Note.About("Member", member.Id, member.Email);
        if (member.LockoutEnd > session.Now)
        {
            return; // Tries against a locked account don't lengthen the lock.
        }
        member.AccessFailedCount++;
        if (member.AccessFailedCount >= session.Tools.Limits.LockoutTries)
        {
            (member.AccessFailedCount, member.LockoutEnd) = (0, session.Now + session.Tools.Limits.Lockout);
            session.Note.Say("locked", true);
        }
    }

    private static SignedIn Start(Session session, Member member)
    {
        var row = new MemberSession
        {
            Id = Guid.NewGuid().ToString("N"),
            MemberId = member.Id,
            Stamp = member.SecurityStamp!,
            Created = session.Now,
            LastSeen = session.Now,
            Address = session.Caller.Address?.ToString() ?? "",
            Browser = session.Caller.Browser,
        };
        session.Db.Add(row);
        (member.AccessFailedCount, member.LockoutEnd, member.LastSignIn) = (0, null, session.Now);
        session.Note.About("Member", member.Id, member.Email).Say("session", row.Id);
        return new SignedIn(new SessionId(row.Id), new MemberId(member.Id), member.Email!);
    }
}

/// <summary>A started session.</summary>
public sealed record SignedIn(SessionId Session, MemberId Member, string Email);
