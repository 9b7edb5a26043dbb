using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>One upload of a Worker, as an entry of a list. Times are UTC.</summary>
/// <param name="Number">The number of the upload within the service, from 1.</param>
/// <param name="Size">The total size of the modules, in bytes.</param>
/// <param name="By">The actor who uploaded it, as named in the audit log.</param>
/// <param name="IsCurrent">It is the newest; the service has its bindings.</param>
public sealed record DeploymentRow(
    string Id,
    int Number,
    string MainModule,
    long Size,
    string? CompatibilityDate,
    IReadOnlyList<string> CompatibilityFlags,
    IReadOnlyList<DeployedBinding> Bindings,
    DateTimeOffset Created,
    string By,
    bool IsCurrent
)
{
    /// <summary>The stored uploads, newest first.</summary>
    internal static async Task<IReadOnlyList<DeploymentRow>> OfAsync(OperationContext context, string service, CancellationToken cancel)
    {
        var kept = await context.Db.Deployments.Where(d => d.ServiceId == service).OrderByDescending(d => d.Number).ToListAsync(cancel);
        return kept.ConvertAll(d => Of(d, isCurrent: d == kept[0]));
    }

    private static DeploymentRow Of(Deployment deployment, bool isCurrent)
    {
        var said = DeploymentMetadata.Read(deployment.Metadata);
        return new(
            deployment.Id,
            deployment.Number,
            deployment.MainModule,
            deployment.Size,
            said.CompatibilityDate,
            said.CompatibilityFlags,
            said.Bindings,
            deployment.Created,
            deployment.By,
            isCurrent
        );
    }
}
