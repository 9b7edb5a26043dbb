using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>The credentials of a service, newest first, for callers who may issue them.</summary>
/// <param name="UnusedDays">Only credentials that are at least this many days old and were not used in that time, 1 to
/// <see cref="Unused.MaxDays"/>; null: all.</param>
public sealed record ListCredentials(ServiceId Service, int? UnusedDays = null) : Reading<IReadOnlyList<CredentialDetail>>
{
    internal override Demand Demand => new(Act.IssueCredential, TargetReference.To(Service));

    internal override async Task<Result<IReadOnlyList<CredentialDetail>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstOrDefaultAsync(s => s.Id == Service.Value, cancel);
        if (service is null)
        {
            return ServiceProblems.NotFound;
        }
        context.Note.About(AuditFilter.ViewedCredentials, service.Id, service.Name, service.StoreId);
        if (Unused.Check(UnusedDays) is { } problem)
        {
            return problem;
        }
        var credentials = UnusedDays is { } days
            ? context.Db.ServiceCredentials.Where(Unused.Credentials(days, context.Now))
            : context.Db.ServiceCredentials;
        var found = await credentials.Where(c => c.ServiceId == service.Id).OrderByDescending(c => c.Id).ToListAsync(cancel);
        return found.ConvertAll(c => CredentialDetail.Of(c, context.Now));
    }
}
