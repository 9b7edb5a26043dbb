using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>Associates a secret with a gateway, as the key of one provider under an alias. Both checks apply: the caller's right to
/// associate, and the secret's scopes, which must include the gateway's kind.</summary>
/// <param name="Gateway">The gateway's name or id.</param>
public sealed record AssociateProvider(string Gateway, SecretId Secret, ProviderInput Input) : Change<ProviderConfigRow>
{
    internal override Demand Demand => new(Act.Associate, TargetReference.ToGateway(Gateway, Secret));

    internal override async Task<Result<ProviderConfigRow>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var gateway = await FoundGateway.OfAsync(context, cancel);
        var secret = await context.Db.LiveSecrets.FirstOrDefaultAsync(s => s.Id == Secret.Value, cancel);
        if (secret is null)
        {
            return SecretProblems.NotFound with { Field = nameof(Secret) };
        }
        var problems = await ProviderKeyBinding.ProblemsAsync(context, gateway, Input, self: null, cancel);
        return problems.Count > 0 ? problems : await ProviderKeyBinding.PutAsync(context, gateway, secret, Input, before: null, cancel);
    }
}
