using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Bindings;

/// <summary>A binding that was just made. Times are UTC.</summary>
public sealed record BoundSecret(string Name, SecretId Secret, string SecretName, StoreId Store, DateTimeOffset Created);

/// <summary>Binds a secret that is named by its store and its name, as programs name it. Both checks apply, as in <see cref="BindSecret"/>.</summary>
/// <param name="Name">Of the variable: a letter or _ first, then letters, digits and _; unique in the service.</param>
public sealed record BindNamedSecret(ServiceId Service, StoreId Store, string? SecretName, string? Name) : Change<BoundSecret>
{
    internal override Demand Demand => new(Act.Bind, Aim.At(Service, Store, SecretName));

    internal override bool LeavesRights => true;

    internal override async Task<Result<BoundSecret>> RunAsync(Session session, CancellationToken cancel)
    {
        var secret = await session.Db.Secrets.FirstOrDefaultAsync(s => s.StoreId == Store.Value && s.Name == SecretName && s.Status != SecretStatus.Deleted, cancel);
        var (made, problem) = await Binder.BindAsync(session, Service, secret, Name, nameof(Name), cancel);
        return made is null ? problem! : new BoundSecret(made.Name, new SecretId(made.SecretId), made.SecretName, Store, made.Created);
    }
}
