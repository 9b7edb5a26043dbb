using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>One upload of a Worker, as it is listed. Times are UTC.</summary>
/// <param name="Number">Counts the uploads of the service, from 1.</param>
/// <param name="Size">Of all modules together, in bytes.</param>
/// <param name="By">Who uploaded it, as the audit log names them.</param>
/// <param name="IsCurrent">It is the newest, whose bindings the service got.</param>
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
    /// <summary>Those that are kept, the newest first.</summary>
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
