using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>A Worker after an upload. Times are UTC.</summary>
/// <param name="Deployment">The id of the new version.</param>
public sealed record DeployedWorker(
    ServiceId Service,
    string Name,
    string Deployment,
    int Number,
    string MainModule,
    DateTimeOffset Registered
);

/// <summary>Uploads a Worker in one transaction: registers the service if it is new, replaces
/// its bindings with those of the upload, and stores the modules as a new version. Both checks
/// apply to every secret that it binds or keeps; if one fails, nothing is changed.</summary>
/// <param name="Name">1 to 255 characters: A–Z a–z 0–9 _ -.</param>
/// <param name="Store">The store that the Worker belongs to; null: the account.</param>
/// <param name="Upload">Bindings that it does not name are removed, unless it keeps them explicitly.</param>
public sealed record DeployWorker(string? Name, StoreId? Store, WorkerUpload Upload) : Change<DeployedWorker>
{
    internal override Demand Demand => new(Act.Deploy, TargetReference.To(Store, Name, Upload.Secrets));

    internal override bool RequiresDiskSpace => true;

    internal override async Task<Result<DeployedWorker>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Service", null, null, Store?.Value);
        if (Names.Check(Name, "service_name") is { } bad)
        {
            return bad;
        }
        if (Upload.Check(context.Tools.Limits.WorkerUpload) is { Count: > 0 } problems)
        {
            return problems;
        }
        var service = await ServiceAsync(context, cancel);
        var newest = await context
            .Db.Deployments.Where(d => d.ServiceId == service.Id)
            .OrderByDescending(d => d.Number)
            .FirstOrDefaultAsync(cancel);
        var wanted = new WantedBindings(context, service, Upload, newest is null ? [] : DeploymentMetadata.Read(newest.Metadata).Bindings);
        if (await wanted.MakeAsync(cancel) is { } problem)
        {
            return problem;
        }
        var made = DeploymentStore.Add(context, service, Upload, wanted.Result, (newest?.Number ?? 0) + 1);
        await DeploymentStore.PruneAsync(context, made, cancel);
        service.Modified = context.Now;
        return new DeployedWorker(new ServiceId(service.Id), service.Name, made.Id, made.Number, made.MainModule, service.Created);
    }

    private async Task<Service> ServiceAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstOrDefaultAsync(s => s.Id == context.Resolved.Service, cancel);
        context.Note.Add("registered", service is null);
        if (service is null)
        {
            await RefuseForgedAsync(context, cancel);
            service = new Service
            {
                Id = NewId.At(context.Now),
                StoreId = Store?.Value,
                Name = Name!,
                Kind = Scopes.Workers,
                Created = context.Now,
                Modified = context.Now,
            };
            context.Db.Add(service);
        }
        context.Note.About("Service", service.Id, service.Name, service.StoreId);
        return service;
    }

    /// <summary>A Worker whose seal is wrong is not found, and its name is taken all the same.</summary>
    private async Task RefuseForgedAsync(OperationContext context, CancellationToken cancel)
    {
        var store = Store?.Value;
        if (await context.Db.Services.AnyAsync(s => s.StoreId == store && s.Kind == Scopes.Workers && s.Name == Name, cancel))
        {
            throw new ForgedRowException(SealedTable.Services.Name);
        }
    }
}
