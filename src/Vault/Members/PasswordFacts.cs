using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Members;

/// <summary>The facts for verifying a password: the hash, and the counter of its failures. The transaction reads it again.</summary>
/// <param name="Hash">Null for unknown and disabled members, and while unknown devices are stopped: a dummy hash is verified then.</param>
/// <param name="Stamp">The member's security stamp: it changes with the password.</param>
/// <param name="DeviceId">The member's known device that sent the password; null for an unknown one.</param>
/// <param name="Failures">Failures for the address from unknown devices within a day.</param>
internal sealed record PasswordFacts(string? Hash, string? Stamp, string? MemberId, string? DeviceId, int Failures)
{
    /// <summary>For a sign-in: the device is the one of the cookie, if it belongs to the same member.</summary>
    public static async Task<PasswordFacts> OfSignInAsync(VaultDbContext db, VaultTools tools, Caller caller, string normalizedEmail)
    {
        var now = tools.Time.GetUtcNow();
        var member = await FindGenuineAsync(db, db.Users.Where(m => m.NormalizedEmail == normalizedEmail && !m.Disabled));
        var device = await KnownDevices.FindAsync(db, caller.DeviceHash, tools.Limits, now, CancellationToken.None);
        return await OfAsync(db, tools, member, normalizedEmail, device, now);
    }

    /// <summary>For a password change: the device is the one whose sign-in started the session.</summary>
    public static async Task<PasswordFacts> OfSessionAsync(VaultDbContext db, VaultTools tools, Member? member, string sessionId)
    {
        var (now, oldest) = (tools.Time.GetUtcNow(), tools.Time.GetUtcNow() - tools.Limits.KnownDevice);
        var device = await db.KnownDevices.FirstOrDefaultAsync(d => d.SessionId == sessionId && d.Created > oldest);
        return await OfAsync(db, tools, member, member?.NormalizedEmail ?? "", device, now);
    }

    /// <summary>The first of these members; null if there is none, or its seal is wrong: a hash that another program wrote must never be
    /// verified, even if the row is put right again before the transaction.</summary>
    public static async Task<Member?> FindGenuineAsync(VaultDbContext db, IQueryable<Member> members)
    {
        var found = await members.Select(m => new { Member = m, Seal = EF.Property<byte[]?>(m, SealedTable.Seal) }).FirstOrDefaultAsync();
        return found is { Member: var member, Seal: var seal } && IsGenuine(db.Seals, member, seal) ? member : null;
    }

    /// <summary>Whether the seal of a member that was read without tracking is right.</summary>
    public static bool IsGenuine(RowSeals seals, Member m, byte[]? seal) =>
        seals.IsGenuine(SealedTable.Members, [m.Id, m.Email, m.NormalizedEmail, m.PasswordHash, m.SecurityStamp, m.Disabled], seal);

    private static async Task<PasswordFacts> OfAsync(
        VaultDbContext db,
        VaultTools tools,
        Member? member,
        string normalizedEmail,
        KnownDevice? device,
        DateTimeOffset now
    )
    {
        var failures = await SignInFailures.CountOfAsync(db, tools, normalizedEmail, now, CancellationToken.None);
        var deviceId = member is not null && device?.MemberId == member.Id ? device.Id : null;
        var hash = deviceId is not null || failures < tools.Limits.FailuresPerDay ? member?.PasswordHash : null;
        return new PasswordFacts(hash, member?.SecurityStamp, member?.Id, deviceId, failures);
    }
}
