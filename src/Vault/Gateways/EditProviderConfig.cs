using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>The changes of a gateway's key; null leaves a value unchanged.</summary>
/// <param name="RequestsPerMinute">Used only if <paramref name="ChangesLimit"/> is true; null then means no limit.</param>
public sealed record ProviderChanges(
    string? Provider,
    string? Alias,
    bool? IsDefault,
    bool ChangesLimit = false,
    int? RequestsPerMinute = null
)
{
    internal ProviderInput On(ProviderConfig config) =>
        new(
            Provider ?? config.Provider,
            Alias ?? config.Alias,
            IsDefault ?? config.IsDefault,
            ChangesLimit ? RequestsPerMinute : config.RequestsPerMinute
        );
}

/// <summary>Changes a gateway's key atomically: requests get either the old key
/// or the new one. Both checks apply to the secret after the change.</summary>
/// <param name="Gateway">The gateway's name or id.</param>
/// <param name="Secret">Null: the secret does not change.</param>
public sealed record EditProviderConfig(string Gateway, ProviderConfigId Config, SecretId? Secret, ProviderChanges Changes)
    : Change<ProviderConfigRow>
{
    internal override Demand Demand =>
        new(Act.Associate, Secret is { } secret ? TargetReference.ToGateway(Gateway, secret) : TargetReference.ToGateway(Gateway, Config));

    internal override async Task<Result<ProviderConfigRow>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var gateway = await FoundGateway.OfAsync(context, cancel);
        var found = await context
            .Db.ProviderConfigs.AsNoTracking()
            .Where(c => c.ServiceId == gateway.Id && c.Id == Config.Value)
            .Select(c => new { Config = c, Seal = EF.Property<byte[]?>(c, SealedTable.Seal) })
            .FirstOrDefaultAsync(cancel);
        if (found is not { Config: var config, Seal: var seal })
        {
            return ProviderRules.ConfigNotFound;
        }
        RefuseForged(context, config, seal);
        var bound = context.Db.Bindings.Where(b => b.ServiceId == gateway.Id && b.Name == config.BindingName);
        var before = await bound.Select(b => b.SecretId).FirstAsync(cancel);
        var wanted = context.Resolved.Secret;
        var secret = await context.Db.LiveSecrets.FirstOrDefaultAsync(s => s.Id == wanted, cancel);
        if (secret is null)
        {
            return SecretProblems.NotFound with { Field = nameof(Secret) };
        }
        var input = Changes.On(config);
        var problems = await ProviderKeyBinding.ProblemsAsync(context, gateway, input, config.Id, cancel);
        if (problems.Count > 0)
        {
            return problems;
        }
        if (wanted != before || input.Provider != config.Provider)
        {
            (config.WasAccepted, config.LastUsed) = (null, null); // The status of another key is not known yet.
        }
        await bound.ExecuteDeleteAsync(cancel); // The config is deleted with the binding, and both are created again with their new values.
        return await ProviderKeyBinding.PutAsync(context, gateway, secret, input, config, cancel);
    }

    /// <summary>The config is created again, and would get a genuine seal.</summary>
    private static void RefuseForged(OperationContext context, ProviderConfig config, byte[]? seal)
    {
        object?[] values =
        [
            config.Id,
            config.ServiceId,
            config.BindingName,
            config.StoreId,
            config.Provider,
            config.Alias,
            config.IsDefault,
            config.RequestsPerMinute,
        ];
        if (!context.Db.Seals.IsGenuine(SealedTable.ProviderConfigs, values, seal))
        {
            throw new ForgedRowException(SealedTable.ProviderConfigs.Name);
        }
    }
}
