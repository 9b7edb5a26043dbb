using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Home;

/// <summary>What of the services within reach wants to be looked at before, or because, they stop.</summary>
internal static class ServiceAttention
{
    // Whatever has been stopped for longer was retired, or is missed by nobody.
    private static readonly TimeSpan ToldOfAnEnd = TimeSpan.FromDays(30);

    /// <summary>Credentials that end within two weeks, the next to end first; before them the last
    /// credential of each service that has no credential that counts, and had one
    /// within the last 30 days, the newest end first. One beside which another counts, or a workload, has stopped nothing.</summary>
    public static async Task<IReadOnlyList<EndingCredential>> EndingAsync(OperationContext context, CancellationToken cancel)
    {
        var (db, now, soon, lately) = (context.Db, context.Now, context.Now + TokenDetail.WarnBeforeEnd, context.Now - ToldOfAnEnd);
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

    /// <summary>Keys that gateways could use, and that their providers refused when they
    /// last did, with the value that they have now; by gateway.</summary>
    public static async Task<IReadOnlyList<RefusedKey>> RefusedKeysAsync(OperationContext context, CancellationToken cancel) =>
        await (
            from key in context.Db.ProviderConfigs
            where key.WasAccepted == false
            join gateway in context.Db.Services on key.ServiceId equals gateway.Id
            join binding in context.Db.Bindings
                on new { key.ServiceId, Name = key.BindingName } equals new { binding.ServiceId, binding.Name }
            join secret in context.Db.Secrets on binding.SecretId equals secret.Id
            where secret.Status != SecretStatus.Deleted && (secret.Scopes & gateway.Kind) != Scopes.None
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
