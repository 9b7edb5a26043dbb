using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Gate;

/// <summary>What an operation may use before it is decided: passwords alone, and of the data only what tells whether hashing is worth its cost.</summary>
internal sealed class Workbench(Snapshots snapshots, VaultTools tools, Caller caller)
{
    private static readonly Problem TooBusy = new("busy", "Too many sign-ins are waiting at this moment. Try again in a few seconds.");
    private static readonly Problem TooManyFailures = new("too_many_failures", "There were too many failed sign-ins from this address. Try again in 15 minutes.");

    private DateTimeOffset Now => tools.Time.GetUtcNow();

    /// <summary>Reads the audit log's anchor. That comes before the log is read, in which each row is then that it vouches for.</summary>
    public Prepared ReadAnchor() => new(Anchor: tools.Anchor.Read());

    /// <summary>Hashes a new password that the rules have let through.</summary>
    public async Task<Prepared> NewHashAsync(Plaintext password, CancellationToken cancel) =>
        await tools.Passwords.HashAsync(password, caller.Address, cancel) is { } hash ? new Prepared(PasswordHash: hash) : new Prepared(Problem: TooBusy);

    /// <summary>Verifies against a stored hash, or against a dummy at the same cost when there is none. An address with too many failures is turned away first.</summary>
    public async Task<Prepared> VerifyAsync(string? hash, Plaintext? password, CancellationToken cancel)
    {
        if (tools.Failures.IsBlocked(caller.Address, Now))
        {
            return new Prepared(Problem: TooManyFailures);
        }
        return await tools.Passwords.VerifyAsync(hash, password, caller.Address, cancel) switch
        {
            null => new Prepared(Problem: TooBusy),
            true => new Prepared(VerifiedHash: hash),
            false => new Prepared(),
        };
    }

    /// <summary>The hash to verify a sign-in against; null for unknown, disabled and locked members, for whom a dummy is verified.</summary>
    public async Task<string?> HashOfAsync(string normalizedEmail, CancellationToken cancel)
    {
        using var snapshot = snapshots.Open();
        await using var db = snapshot.OpenDb();
        return HashUnlessLocked(await db.Users.FirstOrDefaultAsync(m => m.NormalizedEmail == normalizedEmail && !m.Disabled, cancel));
    }

    /// <summary>The address and the hash of the member who asks; null when no session asks, or one that was ended. No hash while they are locked.</summary>
    public async Task<(string Email, string? Hash)?> OwnPasswordAsync(CancellationToken cancel)
    {
        var id = caller.Session?.Value;
        var (started, seen) = (Now - tools.Limits.SessionAbsolute, Now - tools.Limits.SessionIdle);
        using var snapshot = snapshots.Open();
        await using var db = snapshot.OpenDb();
        var member = await (from s in db.Sessions
                            where s.Id == id && s.Ended == null && s.Created > started && s.LastSeen > seen
                            join m in db.Users on s.MemberId equals m.Id
                            where !m.Disabled && m.SecurityStamp == s.Stamp
                            select m).FirstOrDefaultAsync(cancel);
        return member is null ? null : (member.Email!, HashUnlessLocked(member));
    }

    /// <summary>The address that an open one-time link is for; null when the link does not count.</summary>
    public async Task<string?> InvitedAddressAsync(string? token, CancellationToken cancel)
    {
        using var snapshot = snapshots.Open();
        await using var db = snapshot.OpenDb();
        return (await OpenInvitations.FindAsync(db, token, Now, cancel))?.Email;
    }

    /// <summary>The end of a request with a one-time link that does not count, if this network had the same answer, with an audit row, within the last minute.</summary>
    public Prepared? EndIfRepeated() => tools.UnknownLinks.ShouldRecord(caller.Address, Now) ? null : new Prepared(Unrecorded: MemberProblems.LinkInvalid);

    /// <summary>Whether a set-up with this code can go on at all. It uses no try up.</summary>
    public async Task<bool> MaySetUpAsync(string? code, bool unattended, CancellationToken cancel)
    {
        using var snapshot = snapshots.Open();
        await using var db = snapshot.OpenDb();
        return (unattended || tools.SetupCode.Matches(code)) && !await db.SetupMarks.AnyAsync(cancel);
    }

    private string? HashUnlessLocked(Member? member) => member is null || member.LockoutEnd > Now ? null : member.PasswordHash;
}
