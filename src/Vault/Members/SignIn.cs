using System.Security.Cryptography;
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
        return await workbench.VerifyAsync(hash, Password, cancel);
    }

    internal override async Task<Result<SignedIn>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Member", null, null);
        var normalized = EmailAddress.Normalize(Email);
        var member = await session.Db.Users.FirstOrDefaultAsync(m => m.NormalizedEmail == normalized, cancel);
        if (member is null || member.Disabled || Lockout.IsLocked(session, member) || session.Prepared!.VerifiedHash is not { } hash || hash != member.PasswordHash)
        {
            session.Tools.Failures.Count(session.Caller.Address, session.Now);
            CountFailure(session, member);
            return Result<SignedIn>.FailedButCounted(Wrong);
        }
        return await StartAsync(session, member, cancel);
    }

    private static void CountFailure(Session session, Member? member)
    {
        if (member is null)
        {
            return; // What was typed is not recorded: it may be a password in the wrong field.
        }
        session.Note.About("Member", member.Id, member.Email);
        Lockout.CountFailure(session, member);
    }

    private static async Task<SignedIn> StartAsync(Session session, Member member, CancellationToken cancel)
    {
        var row = new MemberSession
        {
            Id = RandomNumberGenerator.GetHexString(32, lowercase: true),
            MemberId = member.Id,
            Stamp = member.SecurityStamp!,
            Created = session.Now,
            LastSeen = session.Now,
            Address = session.Caller.Address?.ToString() ?? "",
            Browser = session.Caller.Browser,
        };
        session.Db.Add(row);
        // What is long past every limit tells nobody anything any more.
        var past = session.Now - (2 * session.Tools.Limits.SessionAbsolute);
        await session.Db.Sessions.Where(s => s.Created < past).ExecuteDeleteAsync(cancel);
        Lockout.Lift(member);
        member.LastSignIn = session.Now;
        var device = await KnownDevices.StartAsync(session, row, cancel);
        session.Note.About("Member", member.Id, member.Email).Say("session", row.Id);
        return new SignedIn(new SessionId(row.Id), new MemberId(member.Id), member.Email!) { Device = device };
    }
}

/// <summary>A started session.</summary>
public sealed record SignedIn(SessionId Session, MemberId Member, string Email)
{
    /// <summary>What the browser keeps as its device cookie (see <see cref="KnownDevices"/>). It is in this answer and nowhere else.</summary>
    public string Device { get; init; } = "";

    // A record prints its members, and one of these is a secret.
    public override string ToString() => $"Session {Session}";
}
