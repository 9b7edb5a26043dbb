using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Stores;

public sealed record CreateStore(string? Name) : Change<StoreId>
{
    internal override Demand Demand => new(Act.CreateStore, TargetReference.Account);

    internal override async Task<Result<StoreId>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Store", null, null);
        if (Names.Check(Name, "store_name") is { } problem)
        {
            return problem;
        }
        if (await context.Db.Stores.AnyAsync(s => s.Name == Name, cancel))
        {
            return Problem.Duplicate(
                "store_name_already_exists",
                $"A store named {Name} already exists. Choose another name.",
                nameof(Name)
            ) with
            {
                Subject = Name,
            };
        }
        var store = new Store
        {
            Id = NewId.At(context.Now),
            Name = Name!,
            Created = context.Now,
            Modified = context.Now,
        };
        context.Db.Add(store);
        context.Note.About("Store", store.Id, store.Name, store.Id);
        return new StoreId(store.Id);
    }
}
