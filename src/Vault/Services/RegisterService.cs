using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Services;

/// <summary>Registers a consuming service. Its name, kind and store never change.</summary>
/// <param name="Name">1 to 255 characters: A–Z a–z 0–9 _ -; unique among
/// the services of its kind in the same store, or in the account.</param>
/// <param name="Kind">Exactly one kind.</param>
/// <param name="Store">Null: the service belongs to the account and may consume secrets of every store.</param>
public sealed record RegisterService(string? Name, Scopes Kind, StoreId? Store = null) : Change<ServiceId>
{
    internal override Demand Demand => new(Act.RegisterService, Store is { } store ? TargetReference.To(store) : TargetReference.Account);

    internal override async Task<Result<ServiceId>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Service", null, null, Store?.Value);
        if (Check() is { Count: > 0 } problems)
        {
            return problems;
        }
        var storeId = Store?.Value;
        if (await context.Db.Services.AnyAsync(s => s.StoreId == storeId && s.Kind == Kind && s.Name == Name, cancel))
        {
            return Problem.Duplicate(
                "service_name_already_exists",
                $"A service of kind {ScopeNames.Name(Kind).DisplayName} named {Name} already exists. Choose another name.",
                nameof(Name)
            ) with
            {
                Subject = Name,
            };
        }
        var service = new Service
        {
            Id = NewId.At(context.Now),
            StoreId = storeId,
            Name = Name!,
            Kind = Kind,
            Created = context.Now,
            Modified = context.Now,
        };
        context.Db.Add(service);
        context.Note.About("Service", service.Id, service.Name, service.StoreId).Add("kind", ScopeNames.Name(Kind).WireName);
        return new ServiceId(service.Id);
    }

    private List<Problem> Check()
    {
        List<Problem> problems = [];
        if (Names.Check(Name, "service_name") is { } name)
        {
            problems.Add(name);
        }
        if (!ScopeNames.IsSingle(Kind))
        {
            problems.Add(Problem.Invalid("service_kind_invalid", "Choose the kind of service. It can't be changed later.", nameof(Kind)));
        }
        return problems;
    }
}
