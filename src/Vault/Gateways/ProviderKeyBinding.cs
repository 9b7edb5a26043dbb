using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Bindings;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>Adds a gateway's key: the common part of associating and editing.</summary>
internal static class ProviderKeyBinding
{
    /// <summary>The problems of the input and conflicts with other keys.</summary>
    /// <param name="self">The config that is edited, which does not conflict with itself.</param>
    public static async Task<List<Problem>> ProblemsAsync(
        OperationContext context,
        Service gateway,
        ProviderInput input,
        string? self,
        CancellationToken cancel
    )
    {
        List<Problem> problems = [.. ProviderRules.Check(input, context.Tools.Limits.Providers)];
        if (
            problems.Count == 0
            && await context.Db.ProviderConfigs.AnyAsync(
                c => c.ServiceId == gateway.Id && c.Provider == input.Provider && c.Alias == input.Alias && c.Id != self,
                cancel
            )
        )
        {
            problems.Add(
                Problem.Duplicate(
                    "alias_already_exists",
                    $"{gateway.Name} already has a key for {input.Provider} under the alias {input.Alias}. "
                        + "Choose another alias, or edit that key.",
                    nameof(ProviderInput.Alias)
                ) with
                {
                    Subject = input.Alias,
                }
            );
        }
        if (
            problems.Count == 0
            && self is null
            && await context.Db.Bindings.CountAsync(b => b.ServiceId == gateway.Id, cancel) >= BindSecret.MaxBindings
        )
        {
            problems.Add(
                Problem.Limit(
                    "maximum_bindings_exceeded",
                    $"{gateway.Name} has {BindSecret.MaxBindings:N0} keys, which is the limit. Remove one first."
                ) with
                {
                    Subject = $"max {BindSecret.MaxBindings}",
                }
            );
        }
        return problems;
    }

    /// <summary>Adds the binding and its config. If it is the default, the provider's previous default is not one any more.</summary>
    /// <param name="before">The previous config; null for a new one.</param>
    public static async Task<ProviderConfigRow> PutAsync(
        OperationContext context,
        Service gateway,
        Secret secret,
        ProviderInput input,
        ProviderConfig? before,
        CancellationToken cancel
    )
    {
        if (input.IsDefault)
        {
            var previous = await context
                .Db.ProviderConfigs.Where(c => c.ServiceId == gateway.Id && c.Provider == input.Provider && c.IsDefault)
                .ToListAsync(cancel);
            foreach (var other in previous)
            {
                (other.IsDefault, other.Modified) = (false, context.Now);
            }
        }
        var name = GatewayFacts.NameOf(input.Provider!, input.Alias);
        var binding = new Binding
        {
            ServiceId = gateway.Id,
            Name = name,
            SecretId = secret.Id,
            SecretName = secret.Name,
            StoreId = secret.StoreId,
            Created = context.Now,
        };
        var config = new ProviderConfig
        {
            Id = before?.Id ?? NewId.At(context.Now),
            ServiceId = gateway.Id,
            BindingName = name,
            StoreId = secret.StoreId,
            Provider = input.Provider!,
            Alias = input.Alias!,
            IsDefault = input.IsDefault,
            RequestsPerMinute = input.RequestsPerMinute,
            WasAccepted = before?.WasAccepted,
            LastUsed = before?.LastUsed,
            Created = before?.Created ?? context.Now,
            Modified = context.Now,
        };
        context.Db.AddRange(binding, config);
        gateway.Modified = context.Now;
        context
            .Note.RelatedTo(secret.Id)
            .Add("variable", name)
            .Add("secret", secret.Name)
            .Add("default", input.IsDefault)
            .Add("requests_per_minute", input.RequestsPerMinute?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "");
        var since = await context.Db.SecretVersions.Where(v => v.Id == secret.VersionId).Select(v => v.Created).FirstAsync(cancel);
        return ProviderConfigRow.Of(config, binding, secret.Scopes, since);
    }
}
