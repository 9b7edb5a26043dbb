using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Gateways;

public enum KeyStatus
{
    /// <summary>The key has not been used since the secret got its current value.</summary>
    NeverUsed = 1,

    /// <summary>The provider accepted the key when it was last used.</summary>
    Active,

    /// <summary>The provider rejected the key when it was last used.</summary>
    Invalid,
}

/// <summary>A key that a gateway uses for a provider. Times are UTC.</summary>
/// <param name="Name">Its name among the gateway's bindings.</param>
/// <param name="State">Whether the gateway can use it at all.</param>
/// <param name="Scopes">The secret's current scopes; none if it was deleted.</param>
public sealed record ProviderConfigRow(
    ProviderConfigId Id,
    string Provider,
    string Alias,
    bool IsDefault,
    ServiceId Gateway,
    string Name,
    SecretId Secret,
    string SecretName,
    StoreId Store,
    Scopes Scopes,
    BindingState State,
    int? RequestsPerMinute,
    KeyStatus Status,
    DateTimeOffset? LastUsed,
    DateTimeOffset Created,
    DateTimeOffset Modified
)
{
    internal static async Task<List<ProviderConfigRow>> OfAsync(OperationContext context, Service gateway, CancellationToken cancel)
    {
        var found = await (
            from c in context.Db.ProviderConfigs
            where c.ServiceId == gateway.Id
            join b in context.Db.Bindings on new { c.ServiceId, Name = c.BindingName } equals new { b.ServiceId, b.Name }
            join s in context.Db.LiveSecrets on b.SecretId equals s.Id into secrets
            from s in secrets.DefaultIfEmpty()
            join v in context.Db.SecretVersions on s.VersionId equals v.Id into versions
            from v in versions.DefaultIfEmpty()
            orderby c.Provider, c.IsDefault descending, c.Alias
            select new
            {
                Config = c,
                Binding = b,
                Scopes = s == null ? (Scopes?)null : s.Scopes,
                Since = v == null ? (DateTimeOffset?)null : v.Created,
            }
        )
            .AsNoTracking()
            .ToListAsync(cancel);
        return found.ConvertAll(f => Of(f.Config, f.Binding, f.Scopes, f.Since));
    }

    /// <param name="scopes">Null if the secret was deleted.</param>
    /// <param name="since">When the secret got its value. A status from before is about another value.</param>
    internal static ProviderConfigRow Of(ProviderConfig config, Binding binding, Scopes? scopes, DateTimeOffset? since)
    {
        var (accepted, used) = config.LastUsed < since ? (null, null) : (config.WasAccepted, config.LastUsed);
        return new(
            new(config.Id),
            config.Provider,
            config.Alias,
            config.IsDefault,
            new(config.ServiceId),
            binding.Name,
            new(binding.SecretId),
            binding.SecretName,
            new(binding.StoreId),
            scopes ?? Scopes.None,
            BindingRow.StateOf(scopes, Scopes.AiGateway),
            config.RequestsPerMinute,
            accepted switch
            {
                null => KeyStatus.NeverUsed,
                true => KeyStatus.Active,
                false => KeyStatus.Invalid,
            },
            used,
            config.Created,
            config.Modified
        );
    }
}
