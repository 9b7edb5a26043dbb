using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>Removes a provider's key from a gateway. The secret stays.</summary>
/// <param name="Gateway">The gateway's name or id.</param>
public sealed record RemoveProviderConfig(string Gateway, ProviderConfigId Config) : Change<Unit>
{
    internal override Demand Demand => new(Act.Unbind, TargetReference.ToGateway(Gateway));

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var gateway = await FoundGateway.OfAsync(context, cancel);
        var name = await context
            .Db.ProviderConfigs.Where(c => c.ServiceId == gateway.Id && c.Id == Config.Value)
            .Select(c => c.BindingName)
            .FirstOrDefaultAsync(cancel);
        var binding = await context
            .Db.Bindings.AsNoTracking()
            .FirstOrDefaultAsync(b => b.ServiceId == gateway.Id && b.Name == name, cancel);
        if (binding is null)
        {
            return ProviderRules.ConfigNotFound;
        }
        context.Note.RelatedTo(binding.SecretId).Add("variable", binding.Name).Add("secret", binding.SecretName);
        await context.Db.Bindings.Where(b => b.ServiceId == gateway.Id && b.Name == binding.Name).ExecuteDeleteAsync(cancel);
        gateway.Modified = context.Now;
        return Unit.Value;
    }
}
