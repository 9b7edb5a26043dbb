using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Stores;

/// <summary>A member's roles on one store.</summary>
public sealed record StoreHolder(MemberId Member, string Email, Roles Roles);

/// <summary>One store: the number of its objects, and the members with roles on this store. Times are UTC.</summary>
/// <param name="Services">The number of services that belong to this store.</param>
/// <param name="Bound">The number of its secrets that are bound.</param>
/// <param name="Holders">Null if the caller may not view members.</param>
public sealed record StoreDetail(
    StoreId Id,
    string Name,
    DateTimeOffset Created,
    int Secrets,
    int Services,
    int Bound,
    IReadOnlyList<StoreHolder>? Holders
);

public sealed record GetStore(StoreId Store) : Reading<StoreDetail>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.To(Store));

    internal override async Task<Result<StoreDetail>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var store = await context.Db.Stores.FirstOrDefaultAsync(s => s.Id == Store.Value, cancel);
        if (store is null)
        {
            return StoreProblems.NotFound;
        }
        context.Note.About("Store", store.Id, store.Name, store.Id);
        var secrets = await context.Db.LiveSecrets.CountAsync(s => s.StoreId == store.Id, cancel);
        var services = await context.Db.Services.CountAsync(s => s.StoreId == store.Id, cancel);
        var bound = await context
            .Db.Bindings.Where(b => b.StoreId == store.Id && context.Db.LiveSecrets.Any(s => s.Id == b.SecretId))
            .Select(b => b.SecretId)
            .Distinct()
            .CountAsync(cancel);
        return new StoreDetail(Store, store.Name, store.Created, secrets, services, bound, await HoldersAsync(context, cancel));
    }

    private async Task<IReadOnlyList<StoreHolder>?> HoldersAsync(OperationContext context, CancellationToken cancel)
    {
        // The list of members belongs to the account: the same decision applies as for /members.
        var viewsMembers = Decider.Decide(new Question(context.Permit.Question.Actor, Act.ViewMembers, Target.Account)).Allowed;
        return !viewsMembers
            ? null
            : await (
                from grant in context.Db.StoreGrants
                where grant.StoreId == Store.Value
                join member in context.Db.Users on grant.MemberId equals member.Id
                orderby member.Email
                select new StoreHolder(new MemberId(member.Id), member.Email!, grant.Roles)
            ).ToListAsync(cancel);
    }
}
