using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Bindings;

namespace SecretsDashboard.Vault.Services;

/// <summary>One service with its bindings.</summary>
public sealed record ServiceDetail(ServiceRow Service, IReadOnlyList<BindingRow> Bindings);

/// <summary>Shows one service: its metadata, and each binding with whether it works.</summary>
public sealed record GetService(ServiceId Service) : Reading<ServiceDetail>
{
    internal override Demand Demand => new(Act.ViewMetadata, Aim.At(Service));

    internal override async Task<Result<ServiceDetail>> RunAsync(Session session, CancellationToken cancel)
    {
        var row = await ListServices.Rows(session, session.Db.Services.Where(s => s.Id == Service.Value)).FirstOrDefaultAsync(cancel);
        if (row is null)
        {
            return ServiceProblems.NotFound;
        }
        session.Note.About("Service", row.Id.Value, row.Name, row.Store?.Value);
        return new ServiceDetail(row, await BindingRow.OfAsync(session, row, cancel));
    }
}
