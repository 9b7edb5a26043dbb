using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Services;

/// <summary>Removes a service. Refused while it has bindings, unless forced; then they are removed too. The secrets stay.</summary>
public sealed record RemoveService(ServiceId Service, bool Force = false) : Change<Unit>
{
    internal override Demand Demand => new(Act.RemoveService, TargetReference.To(Service));

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstOrDefaultAsync(s => s.Id == Service.Value, cancel);
        return service is null ? ServiceProblems.NotFound : await RemoveAsync(context, service, Force, cancel);
    }

    internal static async Task<Result<Unit>> RemoveAsync(OperationContext context, Service service, bool force, CancellationToken cancel)
    {
        context.Note.About("Service", service.Id, service.Name, service.StoreId).Add("forced", force);
        var bindings = await context
            .Db.Bindings.Where(b => b.ServiceId == service.Id)
            .OrderBy(b => b.Name)
            .Select(b => new Dependant(new ServiceId(service.Id), service.Name, service.Kind, b.Name, b.SecretName))
            .ToListAsync(cancel);
        if (bindings.Count > 0 && !force)
        {
            return ServiceProblems.InUse(service.Name, bindings);
        }
        context.Note.Add("bindings_removed", bindings.Count);
        await context.Db.Bindings.Where(b => b.ServiceId == service.Id).ExecuteDeleteAsync(cancel);
        await context.Db.Services.Where(s => s.Id == service.Id).ExecuteDeleteAsync(cancel);
        return Unit.Value;
    }
}
