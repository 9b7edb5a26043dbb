using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Stores the newest uploads of each service.</summary>
internal static class DeploymentStore
{
    public static Deployment Add(
        OperationContext context,
        Service service,
        WorkerUpload upload,
        IReadOnlyList<DeployedBinding> bindings,
        int number
    )
    {
        var made = new Deployment
        {
            Id = NewId.At(context.Now),
            ServiceId = service.Id,
            StoreId = service.StoreId,
            Number = number,
            MainModule = upload.MainModule!,
            Size = upload.Modules.Sum(m => (long)m.Content.Length),
            Metadata = new DeploymentMetadata(upload.CompatibilityDate, [.. upload.CompatibilityFlags.OfType<string>()], bindings).Write(),
            Created = context.Now,
            By = context.ActorName ?? "",
        };
        context.Db.Add(made);
        context.Db.AddRange(
            upload.Modules.Select(m => new DeploymentModule
            {
                Id = NewId.At(context.Now),
                DeploymentId = made.Id,
                StoreId = service.StoreId,
                Name = m.Name!,
                ContentType = m.ContentType,
                Content = m.Content,
            })
        );
        context.Note.Add("deployment", made.Id).Add("version", number).Add("modules", upload.Modules.Count).Add("bytes", made.Size);
        return made;
    }

    /// <summary>Deletes the oldest uploads and their modules, so that no more than the limit are kept.</summary>
    public static async Task PruneAsync(OperationContext context, Deployment made, CancellationToken cancel)
    {
        var oldest = made.Number - ListDeployments.MaxStored;
        await context.Db.Deployments.Where(d => d.ServiceId == made.ServiceId && d.Number <= oldest).ExecuteDeleteAsync(cancel);
    }
}
