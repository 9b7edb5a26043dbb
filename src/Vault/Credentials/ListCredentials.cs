using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>The credentials of a service, the newest first, for those who may issue them.</summary>
public sealed record ListCredentials(ServiceId Service) : Reading<IReadOnlyList<CredentialDetail>>
{
    internal override Demand Demand => new(Act.IssueCredential, Aim.At(Service));

    internal override async Task<Result<IReadOnlyList<CredentialDetail>>> RunAsync(Session session, CancellationToken cancel)
    {
        var service = await session.Db.Services.FirstOrDefaultAsync(s => s.Id == Service.Value, cancel);
        if (service is null)
        {
            return ServiceProblems.NotFound;
        }
        session.Note.About(AuditFilter.LookedAtCredentials, service.Id, service.Name, service.StoreId);
        var found = await session.Db.ServiceCredentials.Where(c => c.ServiceId == service.Id).OrderByDescending(c => c.Id).ToListAsync(cancel);
        return found.ConvertAll(c => CredentialDetail.Of(c, session.Now));
    }
}
