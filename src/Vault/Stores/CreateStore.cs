using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Stores;

/// <summary>Creates an empty store.</summary>
public sealed record CreateStore(string? Name) : Change<StoreId>
{
    internal override Demand Demand => new(Act.CreateStore, Aim.Account);

    internal override async Task<Result<StoreId>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Store", null, null);
        if (Names.Check(Name, "store_name") is { } problem)
        {
            return problem;
        }
        if (await session.Db.Stores.AnyAsync(s => s.Name == Name, cancel))
        {
            return new Problem("store_name_already_exists", $"A store named {Name} exists already. Choose another name.", nameof(Name)) { Subject = Name };
        }
        var store = new Store { Id = NewId.At(session.Now), Name = Name!, Created = session.Now, Modified = session.Now };
        session.Db.Add(store);
        session.Note.About("Store", store.Id, store.Name, store.Id);
        return new StoreId(store.Id);
    }
}
