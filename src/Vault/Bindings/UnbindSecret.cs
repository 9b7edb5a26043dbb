using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Bindings;

/// <summary>Removes a binding from a service. The secret stays.</summary>
/// <returns>The secret that was bound, so that the caller can undo the act by binding it again.</returns>
public sealed record UnbindSecret(ServiceId Service, string? Variable) : Change<SecretId>
{
    internal override Demand Demand => new(Act.Unbind, TargetReference.To(Service));

    internal override async Task<Result<SecretId>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstOrDefaultAsync(s => s.Id == Service.Value, cancel);
        if (service is null)
        {
            return ServiceProblems.NotFound;
        }
        context.Note.About("Service", service.Id, service.Name, service.StoreId);
        var binding = await context.Db.Bindings.FirstOrDefaultAsync(b => b.ServiceId == service.Id && b.Name == Variable, cancel);
        if (binding is null)
        {
            return Problem.NotFound("binding_not_found", "This binding was not found. It may have been removed.", nameof(Variable));
        }
        context.Note.RelatedTo(binding.SecretId).Add("variable", binding.Name).Add("secret", binding.SecretName);
        await context.Db.Bindings.Where(b => b.ServiceId == service.Id && b.Name == binding.Name).ExecuteDeleteAsync(cancel);
        service.Modified = context.Now;
        return new SecretId(binding.SecretId);
    }
}
