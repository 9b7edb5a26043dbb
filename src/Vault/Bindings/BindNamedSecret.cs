using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Bindings;

/// <summary>A new binding. Times are UTC.</summary>
public sealed record BoundSecret(string Name, SecretId Secret, string SecretName, StoreId Store, DateTimeOffset Created)
{
    internal static BoundSecret Of(Storage.Binding made) =>
        new(made.Name, new SecretId(made.SecretId), made.SecretName, new StoreId(made.StoreId), made.Created);
}

/// <summary>Binds a secret by its store and name instead of its id, as API clients do. Both checks apply, as in
/// <see cref="BindSecret"/>.</summary>
/// <param name="Name">The variable's name: a letter or _ first, then letters, digits and _; unique in the service.</param>
/// <param name="Secret">The id that the secret must have, if the caller also specified the id; otherwise null.</param>
public sealed record BindNamedSecret(ServiceId Service, StoreId Store, string? SecretName, string? Name, SecretId? Secret = null)
    : Change<BoundSecret>
{
    internal override Demand Demand => new(Act.Bind, TargetReference.To(Service, Store, SecretName));

    internal override async Task<Result<BoundSecret>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var secret = await context.Db.LiveSecrets.FirstOrDefaultAsync(s => s.Id == context.Resolved.Secret, cancel);
        if (secret is not null && Secret is { } meant && meant.Value != secret.Id)
        {
            return Problem.Invalid(
                "binding_secret_differs",
                "secret_id does not match store_id and secret_name. Send either secret_id alone, or store_id and secret_name.",
                "secret_id"
            );
        }
        var (made, problem) = await Binder.BindAsync(context, Service, secret, Name, nameof(Name), cancel);
        return made is null ? problem! : BoundSecret.Of(made);
    }
}
