using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Bindings;

/// <summary>A secret that the service could consume, as far as its store is concerned.</summary>
/// <param name="Fits">Its scopes include the service's kind, so the second check would pass.</param>
public sealed record BindableSecret(SecretId Id, string Name, string StoreName, Scopes Scopes, bool Fits);

/// <summary>Finds secrets for the picker of the bind dialog: those that fit
/// come first, the others are shown with the missing scope.</summary>
/// <param name="Search">Part of the name or comment, in any case; if empty, the first secrets by name.</param>
public sealed record FindBindableSecrets(ServiceId Service, string? Search) : Reading<IReadOnlyList<BindableSecret>>
{
    /// <summary>The maximum number of results.</summary>
    public const int MaxResults = 20;

    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.To(Service));

    internal override async Task<Result<IReadOnlyList<BindableSecret>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstOrDefaultAsync(s => s.Id == Service.Value, cancel);
        if (service is null)
        {
            return ServiceProblems.NotFound;
        }
        context.Note.About("Service", service.Id, service.Name, service.StoreId).Add("picker", true);
        var filter = new SecretFilter(Search, service.StoreId is { } store ? new StoreId(store) : null);
        if (filter.Check() is { } problem)
        {
            return problem;
        }
        var kind = service.Kind;
        return await filter
            .Apply(context.Db.Secrets, context.Now)
            .OrderByDescending(s => (s.Scopes & kind) != Scopes.None)
            .ThenBy(s => s.Name)
            .ThenBy(s => s.Id)
            .Take(MaxResults)
            .Select(s => new BindableSecret(
                new SecretId(s.Id),
                s.Name,
                context.Db.Stores.First(x => x.Id == s.StoreId).Name,
                s.Scopes,
                (s.Scopes & kind) != Scopes.None
            ))
            .ToListAsync(cancel);
    }
}
