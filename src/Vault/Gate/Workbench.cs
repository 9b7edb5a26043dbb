using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Gate;

/// <summary>What an operation may use before it is decided: passwords alone, and of the data only a member's stored hash.</summary>
internal sealed class Workbench(Snapshots snapshots, VaultTools tools)
{
    public PasswordDesk Passwords => tools.Passwords;

    public static Problem TooBusy { get; } = new("busy", "Too many sign-ins are waiting at this moment. Try again in a few seconds.");

    /// <summary>Hashes a new password that the rules have let through.</summary>
    public async Task<Prepared> NewHashAsync(Plaintext password, CancellationToken cancel) =>
        await Passwords.HashAsync(password, cancel) is { } hash ? new Prepared(PasswordHash: hash) : new Prepared(Problem: TooBusy);

    private DateTimeOffset Now => tools.Time.GetUtcNow();

    /// <summary>The hash to verify against; null for unknown, disabled and locked members, for whom a dummy is verified.</summary>
    public Task<string?> HashOfAsync(string normalizedEmail, CancellationToken cancel) =>
        HashAsync(members => members.Where(m => m.NormalizedEmail == normalizedEmail && !m.Disabled), cancel);

    /// <summary>The hash of the member whose session this is.</summary>
    public async Task<string?> HashOfAsync(SessionId session, CancellationToken cancel)
    {
        using var snapshot = snapshots.Open();
        await using var db = snapshot.OpenDb();
        return await (from s in db.Sessions
                      where s.Id == session.Value && s.Ended == null
                      join m in db.Users on s.MemberId equals m.Id
                      select m.PasswordHash).FirstOrDefaultAsync(cancel);
    }

    private async Task<string?> HashAsync(Func<IQueryable<Member>, IQueryable<Member>> which, CancellationToken cancel)
    {
        using var snapshot = snapshots.Open();
        await using var db = snapshot.OpenDb();
        var member = await which(db.Users).FirstOrDefaultAsync(cancel);
        return member is null || member.LockoutEnd > Now ? null : member.PasswordHash;
    }
}
