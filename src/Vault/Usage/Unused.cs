using System.Linq.Expressions;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Usage;

/// <summary>What no service has used for so many days: last used before, or never although
/// it was there before. What is younger is not unused yet.</summary>
public static class Unused
{
    /// <summary>The most days that can be asked for.</summary>
    public const int MaxDays = 3_650;

    internal static Problem? Check(int? days) =>
        days is < 1 or > MaxDays ? new("unused_days_invalid", $"Choose 1 to {MaxDays:N0} days without use.", "UnusedDays") : null;

    internal static Expression<Func<Secret, bool>> Secrets(int days, DateTimeOffset now)
    {
        var since = now.AddDays(-days);
        return s => (s.LastUsed ?? s.Created) < since;
    }

    internal static Expression<Func<Service, bool>> Services(int days, DateTimeOffset now)
    {
        var since = now.AddDays(-days);
        return s => (s.LastUsed ?? s.Created) < since;
    }

    internal static Expression<Func<Binding, bool>> Bindings(int days, DateTimeOffset now)
    {
        var since = now.AddDays(-days);
        return b => (b.LastUsed ?? b.Created) < since;
    }

    internal static Expression<Func<ServiceCredential, bool>> Credentials(int days, DateTimeOffset now)
    {
        var since = now.AddDays(-days);
        return c => (c.LastUsed ?? c.Created) < since;
    }
}
