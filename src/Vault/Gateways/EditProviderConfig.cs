using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>What is to change of a gateway's key; null stays as it is.</summary>
/// <param name="RequestsPerMinute">Counts only with <paramref name="ChangesLimit"/>; null is no limit then.</param>
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

/// <summary>Changes a gateway's key in one step: callers find the old one or the new one.
/// Both checks apply on the secret that it is afterwards.</summary>
/// <param name="Gateway">Its name or its id.</param>
/// <param name="Secret">Null: the one that it is stays.</param>
public sealed record EditProviderConfig(string Gateway, ProviderConfigId Config, SecretId? Secret, ProviderChanges Changes)
    : Change<ProviderConfigRow>
{
    internal override Demand Demand =>
        new(Act.Associate, Secret is { } secret ? Aim.AtGateway(Gateway, secret) : Aim.AtGateway(Gateway, Config));

    internal override async Task<Result<ProviderConfigRow>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var gateway = await FoundGateway.OfAsync(context, Gateway, cancel);
        var config = await context
            .Db.ProviderConfigs.AsNoTracking()
            .FirstOrDefaultAsync(c => c.ServiceId == gateway.Id && c.Id == Config.Value, cancel);
        if (config is null)
        {
            return ProviderRules.ConfigNotFound;
        }
        var bound = context.Db.Bindings.Where(b => b.ServiceId == gateway.Id && b.Name == config.BindingName);
        var before = await bound.Select(b => b.SecretId).FirstAsync(cancel);
        var wanted = Secret?.Value ?? before;
        var secret = await context.Db.Secrets.FirstOrDefaultAsync(s => s.Id == wanted && s.Status != SecretStatus.Deleted, cancel);
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
            (config.WasAccepted, config.LastUsed) = (null, null); // Of another key nothing is known yet.
        }
        await bound.ExecuteDeleteAsync(cancel); // The config goes with it, and both come back as they are to be.
        return await ProviderKeyBinding.PutAsync(context, gateway, secret, input, config, cancel);
    }
}
