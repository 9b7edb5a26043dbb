using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Gate;

/// <summary>Counts over the whole account, beyond a permit's reach: a number, never a row.</summary>
internal static class AccountCounts
{
    public static Task<int> SecretsAsync(VaultDbContext db, CancellationToken cancel) =>
        db.Secrets.IgnoreQueryFilters(["reach"]).CountAsync(s => s.Status != SecretStatus.Deleted, cancel);
}
