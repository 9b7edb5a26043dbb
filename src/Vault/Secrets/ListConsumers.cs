using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>A service that could consume a secret of a store, as far as the store is concerned.</summary>
/// <param name="OfTheAccount">It belongs to no store.</param>
public sealed record Consumer(ServiceId Service, string Name, Scopes Kind, bool OfTheAccount);

/// <summary>The services whose kind is in a secret's scopes, by name: they would pass the second check of a binding.</summary>
public sealed record ListConsumers(SecretId Secret) : Reading<Page<Consumer>>
{
    public const int MaxRows = 50;

    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.To(Secret));

    internal override async Task<Result<Page<Consumer>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var secret = await context.Db.Secrets.FirstOrDefaultAsync(s => s.Id == Secret.Value, cancel);
        if (secret is null)
        {
            return SecretProblems.NotFound;
        }
        context.Note.About("Secret", secret.Id, secret.Name, secret.StoreId);
        var fitting = Consumers.CandidatesFor(context, new StoreId(secret.StoreId)).Where(s => (s.Kind & secret.Scopes) != Scopes.None);
        var total = await fitting.CountAsync(cancel);
        var first = await fitting
            .OrderBy(s => s.Name)
            .ThenBy(s => s.Id)
            .Take(MaxRows)
            .Select(s => new Consumer(new ServiceId(s.Id), s.Name, s.Kind, s.StoreId == null))
            .ToListAsync(cancel);
        return new Page<Consumer>(first, total);
    }
}
