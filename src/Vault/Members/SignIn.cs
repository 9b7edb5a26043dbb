using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>Signs a member in, starts a session and makes the browser a known device. Unknown and disabled members, wrong passwords and
/// stopped accounts get the same answer, at the same cost, after the same delay.</summary>
public sealed record SignIn(string? Email, Plaintext? Password) : Change<SignedIn>
{
    private static readonly Problem Wrong = Problem.Invalid(
        "invalid_credentials",
        "The e-mail address or the password is wrong, or there were too many tries. After 10 failures each further try from a new "
            + "device waits, up to a minute; after 100 in a day only devices in which you signed in before are let in."
    );

    /// <summary>Ends the delay of a try whose browser disconnected; its audit row is written all the same.</summary>
    public CancellationToken Aborted { get; init; }

    internal override Demand Demand => new(Act.SignIn, TargetReference.Account);

    internal override async Task<Preparation?> PrepareAsync(PreparationContext context, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, Aborted);
        return await context.VerifySignInAsync(EmailAddress.Normalize(Email), Password, either.Token);
    }

    internal override async Task<Result<SignedIn>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Member", null, null);
        var normalized = EmailAddress.Normalize(Email);
        var member = await context.Db.Users.FirstOrDefaultAsync(m => m.NormalizedEmail == normalized, cancel);
        if (
            member is null
            || member.Disabled
            || !context.Db.IsGenuine(member)
            || context.Preparation!.VerifiedStamp is not { } stamp
            || stamp != member.SecurityStamp
            || !await SignInFailures.AllowAsync(context, normalized, cancel)
        )
        {
            if (member is not null)
            {
                // Unknown input is not recorded, because it may be a password in the wrong field.
                context.Note.About("Member", member.Id, member.Email);
            }
            await SignInFailures.CountAsync(context, normalized, member?.Id, cancel);
            return Result<SignedIn>.FailedButCounted(Wrong);
        }
        member.PasswordHash = context.Preparation.PasswordHash ?? member.PasswordHash;
        return await StartAsync(context, member, cancel);
    }

    private static async Task<SignedIn> StartAsync(OperationContext context, Member member, CancellationToken cancel)
    {
        var row = new MemberSession
        {
            Id = RandomNumberGenerator.GetHexString(32, lowercase: true),
            MemberId = member.Id,
            Stamp = member.SecurityStamp!,
            Created = context.Now,
            LastSeen = context.Now,
            Address = context.Caller.Address?.ToString() ?? "",
            Browser = context.Caller.Browser,
        };
        context.Db.Add(row);
        // Sessions long past every limit are of no use any more.
        var past = context.Now - (2 * context.Tools.Limits.SessionAbsolute);
        await context.Db.Sessions.Where(s => s.Created < past).ExecuteDeleteAsync(cancel);
        member.LastSignIn = context.Now;
        var device = await KnownDevices.StartAsync(context, row, cancel);
        context
            .Note.About("Member", member.Id, member.Email)
            .Add("session", row.Id)
            .Add("known_device", context.Preparation!.DeviceId is not null);
        return new SignedIn(new SessionId(row.Id), new MemberId(member.Id), member.Email!) { Device = device };
    }
}

/// <summary>A started session.</summary>
public sealed record SignedIn(SessionId Session, MemberId Member, string Email)
{
    /// <summary>The value of the browser's device cookie (see <see cref="KnownDevices"/>). Only this response contains it.</summary>
    public string Device { get; init; } = "";

    // A record prints its members, and one of them is secret.
    public override string ToString() => $"Session {Session}";
}
