using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Bindings;

/// <summary>Binds a secret to a service under a variable name. Both checks apply: the caller's right to bind, and the secret's scopes,
/// which must include the service's kind.</summary>
/// <param name="Variable">A letter or _ first, then letters, digits and _; unique in the service.</param>
public sealed record BindSecret(ServiceId Service, SecretId Secret, string? Variable) : Change<BoundSecret>
{
    /// <summary>The maximum number of bindings of a service.</summary>
    public const int MaxBindings = 1_000;

    internal override Demand Demand => new(Act.Bind, TargetReference.To(Service, Secret));

    internal override async Task<Result<BoundSecret>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var secret = await context.Db.LiveSecrets.FirstOrDefaultAsync(s => s.Id == Secret.Value, cancel);
        var (made, problem) = await Binder.BindAsync(context, Service, secret, Variable, nameof(Variable), cancel);
        return made is null ? problem! : BoundSecret.Of(made);
    }
}
