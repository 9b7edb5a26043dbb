using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The pending changes of an operation that does not affect rights.</summary>
internal static class TrackedSecretDelta
{
    /// <summary>The change of the number of secrets that are not deleted; negative if there will be fewer.</summary>
    /// <exception cref="InvalidOperationException">The operation would save an entity that rights depend on.</exception>
    public static int CountOf(VaultDbContext db) =>
        db.ChangeTracker.Entries().Where(e => e.State is not (EntityState.Unchanged or EntityState.Detached)).Sum(CountOf);

    private static int CountOf(EntityEntry entry) =>
        entry.Entity switch
        {
            Secret secret when entry.State != EntityState.Deleted => (LiveSecret.Is(secret.Status) ? 1 : 0)
                - (
                    entry.State == EntityState.Modified && LiveSecret.Is((SecretStatus)entry.OriginalValues[nameof(Secret.Status)]!) ? 1 : 0
                ),
            SecretVersion or Binding or Service => 0,
            _ => throw new InvalidOperationException(
                $"A change that says it leaves rights alone would save a {entry.Metadata.DisplayName()}."
            ),
        };
}
