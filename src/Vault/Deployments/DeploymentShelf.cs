using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Where uploads are kept: the newest of each service.</summary>
internal static class DeploymentShelf
{
    public static Deployment Add(Session session, Service service, WorkerUpload upload, IReadOnlyList<DeployedBinding> bindings, int number)
    {
        var made = new Deployment
        {
            Id = NewId.At(session.Now),
            ServiceId = service.Id,
            StoreId = service.StoreId,
            Number = number,
            MainModule = upload.MainModule!,
            Size = upload.Modules.Sum(m => (long)m.Content.Length),
            Metadata = new DeploymentMetadata(upload.CompatibilityDate, [.. upload.CompatibilityFlags.OfType<string>()], bindings).Write(),
            Created = session.Now,
            By = session.ActorName ?? "",
        };
        session.Db.Add(made);
        session.Db.AddRange(upload.Modules.Select(m => new DeploymentModule
        {
            Id = NewId.At(session.Now),
            DeploymentId = made.Id,
            StoreId = service.StoreId,
            Name = m.Name!,
            ContentType = m.ContentType,
            Content = m.Content,
        }));
        session.Note.Say("deployment", made.Id).Say("version", number).Say("modules", upload.Modules.Count).Say("bytes", made.Size);
        return made;
    }

    /// <summary>Lets go of the oldest, together with their modules, so that no more than the limit are kept.</summary>
    public static async Task PruneAsync(Session session, Deployment made, CancellationToken cancel)
    {
        var oldest = made.Number - ListDeployments.Kept;
        await session.Db.Deployments.Where(d => d.ServiceId == made.ServiceId && d.Number <= oldest).ExecuteDeleteAsync(cancel);
    }
}
