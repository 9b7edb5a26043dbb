using System.Linq.Expressions;
using SecretsDashboard.Vault.Credentials;

namespace SecretsDashboard.Vault.Usage;

/// <summary>Objects that no service has used for a number of days: last used before,
/// or created before and never used. Newer objects are not unused.</summary>
public static class Unused
{
    /// <summary>The maximum number of days.</summary>
    public const int MaxDays = 3_650;

    internal static Problem? Check(int? days) =>
        days is < 1 or > MaxDays
            ? Problem.Invalid("unused_days_invalid", $"Choose 1 to {MaxDays:N0} days without use.", "UnusedDays")
            : null;

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
