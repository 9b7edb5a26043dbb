using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Home;

/// <summary>The items of the services within reach that need attention, because the services stop soon or have stopped.</summary>
internal static class ServiceAttention
{
    // A service that stopped longer ago was retired on purpose, or is not missed.
    private static readonly TimeSpan ExpiredLookback = TimeSpan.FromDays(30);

    /// <summary>Credentials that expire within two weeks, ordered by expiry; before them, for each service
    /// without a valid credential, the last one that expired within the last 30 days, newest expiry first. A
    /// service with another valid credential, or with a workload, has not stopped.</summary>
    public static async Task<IReadOnlyList<EndingCredential>> EndingAsync(OperationContext context, CancellationToken cancel)
    {
        var (db, now, soon, lately) = (context.Db, context.Now, context.Now + TokenDetail.WarnBeforeEnd, context.Now - ExpiredLookback);
        var ended = db
            .ServiceCredentials.Where(c =>
                c.Expires <= now
                && c.Expires > lately
                && !db.ServiceCredentials.Any(o =>
                    o.ServiceId == c.ServiceId
                    && (o.Expires == null || o.Expires > c.Expires || (o.Expires == c.Expires && o.Id.CompareTo(c.Id) > 0))
                )
                && !db.WorkloadIdentities.Any(w => w.ServiceId == c.ServiceId)
            )
            .OrderByDescending(c => c.Expires);
        var ending = db.ServiceCredentials.Where(c => c.Expires > now && c.Expires <= soon).OrderBy(c => c.Expires);
        return [.. await OfAsync(context, ended, cancel), .. await OfAsync(context, ending, cancel)];
    }

    /// <summary>Usable keys of gateways whose current value was rejected by the provider at its last use; by gateway.</summary>
    public static async Task<IReadOnlyList<RefusedKey>> RefusedKeysAsync(OperationContext context, CancellationToken cancel) =>
        await (
            from key in context.Db.ProviderConfigs
            where key.WasAccepted == false
            join gateway in context.Db.Services on key.ServiceId equals gateway.Id
            join binding in context.Db.Bindings
                on new { key.ServiceId, Name = key.BindingName } equals new { binding.ServiceId, binding.Name }
            join secret in context.Db.LiveSecrets on binding.SecretId equals secret.Id
            where (secret.Scopes & gateway.Kind) != Scopes.None
            join version in context.Db.SecretVersions on secret.VersionId equals version.Id
            where key.LastUsed >= version.Created
            orderby gateway.Name, key.Provider, key.Alias
            select new RefusedKey(
                new ProviderConfigId(key.Id),
                key.Provider,
                key.Alias,
                new ServiceId(gateway.Id),
                gateway.Name,
                new SecretId(binding.SecretId),
                binding.SecretName
            )
        )
            .Take(ViewHome.MaxRows)
            .ToListAsync(cancel);

    private static async Task<List<EndingCredential>> OfAsync(
        OperationContext context,
        IQueryable<ServiceCredential> credentials,
        CancellationToken cancel
    )
    {
        var found = await (
            from c in credentials.Take(ViewHome.MaxRows)
            join s in context.Db.Services on c.ServiceId equals s.Id
            select new
            {
                c.Id,
                c.Name,
                c.ServiceId,
                ServiceName = s.Name,
                Expires = c.Expires!.Value,
            }
        ).ToListAsync(cancel);
        return found.ConvertAll(f => new EndingCredential(
            new(f.Id),
            f.Name,
            new(f.ServiceId),
            f.ServiceName,
            f.Expires,
            f.Expires <= context.Now
        ));
    }
}
