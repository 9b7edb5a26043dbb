using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Members;

/// <summary>What an operation may use before the decision: password hashing,
/// and only the data that shows whether hashing is worth its cost.</summary>
internal sealed class PreparationContext(Snapshots snapshots, VaultTools tools, Caller caller)
{
    private static readonly Problem TooBusy = Problem.Unavailable(
        "busy",
        "Too many sign-ins are waiting at this moment. Try again in a few seconds."
    );
    private static readonly Problem TooManyFailures = Problem.Unavailable(
        "too_many_failures",
        "There were too many failed sign-ins from your network. "
            + "Try again in at most 15 minutes, or use a browser in which you signed in before."
    );

    private DateTimeOffset Now => tools.Time.GetUtcNow();

    /// <summary>Reads the audit log's anchor. It is read before the log, so
    /// that the log contains each row that the anchor covers.</summary>
    public Preparation ReadAnchor() => new(Anchor: tools.Anchor.Read());

    /// <summary>Hashes a new password that satisfies the rules.</summary>
    public async Task<Preparation> NewHashAsync(Plaintext password, CancellationToken cancel)
    {
        var key = caller.Session is { } session ? QueueKey.OfKnown(session.Value, session.Value) : QueueKey.Of(caller.Address);
        using var slot = await tools.Passwords.EnterAsync(key, cancel);
        return slot is null ? new Preparation(Problem: TooBusy) : new Preparation(PasswordHash: await slot.HashAsync(password));
    }

    /// <summary>Verifies the password of a sign-in, at the same cost for every address. A try from an unknown device first waits as long as
    /// the failures for the address require.</summary>
    /// <returns>Contains the member's stamp if the password was right, and a renewed hash if the stored one has an older format.</returns>
    public Task<Preparation> VerifySignInAsync(string normalizedEmail, Plaintext? password, CancellationToken cancel) =>
        VerifyAsync(db => PasswordFacts.OfSignInAsync(db, tools, caller, normalizedEmail), password, cancel);

    /// <summary>Verifies the current password of the calling member; see <see cref="VerifySignInAsync"/>.</summary>
    public Task<Preparation> VerifyOwnAsync(Plaintext? password, CancellationToken cancel) =>
        VerifyAsync(
            async db => await PasswordFacts.OfSessionAsync(db, tools, await OwnMemberAsync(db), caller.Session!.Value.Value),
            password,
            cancel
        );

    /// <summary>The e-mail address of the calling member; null if the caller has no valid session.</summary>
    public async Task<string?> OwnEmailAsync()
    {
        using var snapshot = snapshots.Open();
        await using var db = snapshot.OpenDb();
        return (await OwnMemberAsync(db))?.Email;
    }

    /// <summary>The e-mail address of an open one-time link; null if the link is not valid.</summary>
    public async Task<string?> InvitedAddressAsync(string? token, CancellationToken cancel)
    {
        using var snapshot = snapshots.Open();
        await using var db = snapshot.OpenDb();
        return (await OpenInvitations.FindAsync(db, token, Now, cancel))?.Email;
    }

    /// <summary>The result for a request with an invalid one-time link, if this network
    /// received the same answer, with an audit row, within the last minute.</summary>
    public Preparation? EndIfRepeated() =>
        tools.UnknownLinks.ShouldRecord(caller.Address, Now) ? null : new Preparation(Unrecorded: MemberProblems.LinkInvalid);

    /// <summary>Whether a set-up with this code can succeed. It does not use up a try.</summary>
    public async Task<bool> MaySetUpAsync(string? code, bool unattended, CancellationToken cancel)
    {
        using var snapshot = snapshots.Open();
        await using var db = snapshot.OpenDb();
        return (unattended || tools.SetupCode.Matches(code)) && !await db.SetupMarks.AnyAsync(cancel);
    }

    /// <summary>Waits as long as the failures require, then for a slot; if more failures
    /// occurred meanwhile, it waits for the rest without holding a slot.</summary>
    private async Task<Preparation> VerifyAsync(
        Func<VaultDbContext, Task<PasswordFacts>> read,
        Plaintext? password,
        CancellationToken cancel
    )
    {
        for (var waited = TimeSpan.Zero; ; )
        {
            var facts = await ReadAsync(read);
            if (facts.DeviceId is null && tools.Failures.IsBlocked(caller.Address, Now))
            {
                return new Preparation(Problem: TooManyFailures);
            }
            if (DelayOf(facts) - waited is var rest && rest > TimeSpan.Zero)
            {
                if (!await tools.Delays.WaitAsync(rest, QueueKey.Of(caller.Address), cancel))
                {
                    return new Preparation(Problem: TooBusy);
                }
                waited += rest;
                continue;
            }
            using var slot = await tools.Passwords.EnterAsync(KeyOf(facts), cancel);
            if (slot is null)
            {
                return new Preparation(Problem: TooBusy);
            }
            facts = await ReadAsync(read);
            if (DelayOf(facts) <= waited)
            {
                var match = await slot.VerifyAsync(facts.Hash, password);
                return new Preparation(match.Renewed, match.IsRight ? facts.Stamp : null) { DeviceId = facts.DeviceId };
            }
        }
    }

    private async Task<PasswordFacts> ReadAsync(Func<VaultDbContext, Task<PasswordFacts>> read)
    {
        using var snapshot = snapshots.Open();
        await using var db = snapshot.OpenDb();
        return await read(db);
    }

    private TimeSpan DelayOf(PasswordFacts facts) => facts.DeviceId is null ? tools.Delays.After(facts.Failures) : TimeSpan.Zero;

    private QueueKey KeyOf(PasswordFacts facts) =>
        facts.DeviceId is { } device ? QueueKey.OfKnown(device, facts.MemberId!) : QueueKey.Of(caller.Address);

    private async Task<Member?> OwnMemberAsync(VaultDbContext db)
    {
        var id = caller.Session?.Value;
        var (started, seen) = (Now - tools.Limits.SessionAbsolute, Now - tools.Limits.SessionIdle);
        return await PasswordFacts.FindGenuineAsync(
            db,
            from s in db.Sessions
            where s.Id == id && s.Ended == null && s.Created > started && s.LastSeen > seen
            join m in db.Users on s.MemberId equals m.Id
            where !m.Disabled && m.SecurityStamp == s.Stamp
            select m
        );
    }
}
