using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Members;

/// <summary>Browsers in which a member has signed in before. Wrong passwords from them are counted per device, so that an attacker who
/// guesses the member's password can't lock the member out. A device cookie alone does not sign in.</summary>
internal static class KnownDevices
{
    /// <summary>The maximum per member; above it, the oldest is forgotten.</summary>
    internal const int MaxPerMember = 20;

    /// <summary>The known device of a cookie, whichever member it belongs to; null if it is not, or no longer, known.</summary>
    public static async Task<KnownDevice?> FindAsync(
        VaultDbContext db,
        byte[]? tokenHash,
        VaultLimits limits,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var oldest = now - limits.KnownDevice;
        return tokenHash is null
            ? null
            : await db.KnownDevices.FirstOrDefaultAsync(d => d.TokenHash == tokenHash && d.Created > oldest, cancel);
    }

    /// <summary>Makes the browser of a sign-in a known device of its member, with a new cookie; the device of its previous cookie is
    /// removed if it belonged to the same member.</summary>
    /// <returns>The cookie's value.</returns>
    public static async Task<string> StartAsync(OperationContext context, MemberSession started, CancellationToken cancel)
    {
        var (devices, member, oldest) = (context.Db.KnownDevices, started.MemberId, context.Now - context.Tools.Limits.KnownDevice);
        if (context.Caller.DeviceHash is { } replaced)
        {
            await devices.Where(d => d.TokenHash == replaced && d.MemberId == member).ExecuteDeleteAsync(cancel);
        }
        await devices.Where(d => d.Created <= oldest).ExecuteDeleteAsync(cancel);
        var beyond = await devices
            .Where(d => d.MemberId == member)
            .OrderByDescending(d => d.Created)
            .ThenByDescending(d => d.Id)
            .Skip(MaxPerMember - 1)
            .Select(d => d.Id)
            .ToListAsync(cancel);
        await devices.Where(d => beyond.Contains(d.Id)).ExecuteDeleteAsync(cancel);
        var token = OneTimeToken.New();
        context.Db.Add(
            new KnownDevice
            {
                Id = NewId.At(context.Now),
                MemberId = member,
                SessionId = started.Id,
                TokenHash = OneTimeToken.Hash(token)!,
                Created = context.Now,
                Failures = 0,
            }
        );
        return token;
    }
}
