using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>Counts wrong passwords of sign-ins and password changes: for a known device on that device
/// only, otherwise on the address. A right password does not reset the count of unknown devices: its own
/// device is known from then on, and a guessing attacker must not benefit from it.</summary>
internal static class SignInFailures
{
    /// <summary>The maximum number of counted addresses; above it, those with the fewest failures are forgotten, whether or not a member
    /// has them: otherwise the answers would reveal which addresses belong to members.</summary>
    internal const int MaxAddresses = 100_000;

    private const int CleanupBatch = 1_000;

    /// <summary>The failures for an address from unknown devices within a day.</summary>
    public static async Task<int> CountOfAsync(
        VaultDbContext db,
        VaultTools tools,
        string normalizedEmail,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var (key, oldest) = (KeyOf(tools.Keys, normalizedEmail), now - tools.Limits.FailureWindow);
        return await db
            .UnknownDeviceFailures.Where(f => f.AddressKey == key && f.Since > oldest)
            .Select(f => f.Count)
            .FirstOrDefaultAsync(cancel);
    }

    /// <summary>The time until which passwords from unknown devices are rejected,
    /// by member; members for whom they are accepted are left out.</summary>
    public static Task<Dictionary<string, DateTimeOffset>> StoppedAsync(
        OperationContext context,
        IReadOnlyList<string> members,
        CancellationToken cancel
    )
    {
        var limits = context.Tools.Limits;
        return Stopped(context)
            .Where(f => members.Contains(f.MemberId!))
            .ToDictionaryAsync(f => f.MemberId!, f => f.Since + limits.FailureWindow, cancel);
    }

    /// <summary>The members' addresses for which passwords from unknown devices are rejected.</summary>
    public static IQueryable<UnknownDeviceFailures> Stopped(OperationContext context)
    {
        var (limits, oldest) = (context.Tools.Limits, context.Now - context.Tools.Limits.FailureWindow);
        return context.Db.UnknownDeviceFailures.Where(f => f.MemberId != null && f.Count >= limits.FailuresPerDay && f.Since > oldest);
    }

    /// <summary>Whether a right password is accepted at this moment: either its known device is still known, or unknown devices are not
    /// stopped for the address. A device that was removed meanwhile (for example by a second submit of the same form) is an unknown one
    /// that has not waited, so a lower limit applies.</summary>
    public static async Task<bool> AllowAsync(OperationContext context, string normalizedEmail, CancellationToken cancel)
    {
        var (device, limits) = (context.Preparation?.DeviceId, context.Tools.Limits);
        if (device is not null && await context.Db.KnownDevices.AnyAsync(d => d.Id == device, cancel))
        {
            return true;
        }
        var failures = await CountOfAsync(context.Db, context.Tools, normalizedEmail, context.Now, cancel);
        return failures < (device is null ? limits.FailuresPerDay : limits.UndelayedFailures);
    }

    /// <summary>Counts a wrong password.</summary>
    /// <param name="memberId">Null if no member has the address: its failures are counted all the same.</param>
    public static async Task CountAsync(OperationContext context, string normalizedEmail, string? memberId, CancellationToken cancel)
    {
        if (context.Preparation?.DeviceId is { } device && await CountOnDeviceAsync(context, device, cancel))
        {
            return;
        }
        context.Tools.Failures.Count(context.Caller.Address, context.Now);
        var key = KeyOf(context.Tools.Keys, normalizedEmail);
        var row = await context.Db.UnknownDeviceFailures.FirstOrDefaultAsync(f => f.AddressKey == key, cancel);
        if (row is null)
        {
            await MakeRoomAsync(context, cancel);
            context.Db.Add(
                row = new UnknownDeviceFailures
                {
                    AddressKey = key,
                    MemberId = memberId,
                    Count = 0,
                    Since = context.Now,
                }
            );
        }
        row.MemberId = memberId;
        var isOver = context.Now - row.Since >= context.Tools.Limits.FailureWindow;
        (row.Count, row.Since) = isOver ? (1, context.Now) : (row.Count + 1, row.Since);
        if (memberId is not null && row.Count == context.Tools.Limits.FailuresPerDay)
        {
            context.Note.Add("unknown_devices_stopped", true);
        }
    }

    /// <summary>Forgets the failures of unknown devices after the password changed.</summary>
    public static Task ForgetAsync(OperationContext context, string normalizedEmail, CancellationToken cancel)
    {
        var key = KeyOf(context.Tools.Keys, normalizedEmail);
        return context.Db.UnknownDeviceFailures.Where(f => f.AddressKey == key).ExecuteDeleteAsync(cancel);
    }

    /// <returns>False if the device is no longer known: the failure then counts for the address.</returns>
    private static async Task<bool> CountOnDeviceAsync(OperationContext context, string device, CancellationToken cancel)
    {
        var own = context.Db.KnownDevices.Where(d => d.Id == device);
        if (await own.ExecuteUpdateAsync(set => set.SetProperty(d => d.Failures, d => d.Failures + 1), cancel) == 0)
        {
            return false;
        }
        var ended = await own.Where(d => d.Failures >= context.Tools.Limits.KnownDeviceFailures).ExecuteDeleteAsync(cancel);
        context.Note.Add("known_device", true);
        if (ended > 0)
        {
            context.Note.Add("device_ended", true);
        }
        return true;
    }

    private static async Task MakeRoomAsync(OperationContext context, CancellationToken cancel)
    {
        var (failures, oldest) = (context.Db.UnknownDeviceFailures, context.Now - context.Tools.Limits.FailureWindow);
        await failures.Where(f => f.Since <= oldest).ExecuteDeleteAsync(cancel);
        if (await failures.CountAsync(cancel) >= MaxAddresses)
        {
            await failures.OrderBy(f => f.Count).ThenBy(f => f.Since).Take(CleanupBatch).ExecuteDeleteAsync(cancel);
        }
    }

    internal static byte[] KeyOf(KeyRing keys, string normalizedEmail) =>
        HMACSHA256.HashData(keys.SignInAddresses, Encoding.UTF8.GetBytes(normalizedEmail));
}
