using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>Deletes a secret: its values are destroyed, its metadata stays as a deleted row. Refused while it is bound, unless forced; then
/// the bindings stay and show as broken.</summary>
/// <param name="Store">The store that the request names; null if it names none.</param>
public sealed record DeleteSecret(SecretId Secret, bool Force = false, StoreId? Store = null) : Change<Unit>
{
    internal override Demand Demand => new(Act.DeleteSecret, TargetReference.To(Secret, Store));

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var secret = await context.Db.LiveSecrets.FirstOrDefaultAsync(s => s.Id == Secret.Value, cancel);
        if (secret is null)
        {
            return SecretProblems.NotFound;
        }
        context.Note.About("Secret", secret.Id, secret.Name, secret.StoreId).Add("forced", Force);
        var dependants = await Dependants.OfAsync(context, Secret, cancel);
        if (dependants.Count > 0 && !Force)
        {
            return SecretProblems.InUse(
                $"{secret.Name} is bound {Dependants.Times(dependants.Count)}. Unbind it first, or delete it by force: "
                    + "the bindings would then break.",
                dependants
            );
        }
        await context.Db.SecretVersions.Where(v => v.SecretId == secret.Id).ExecuteDeleteAsync(cancel);
        secret.Status = SecretStatus.Deleted;
        secret.Modified = context.Now;
        secret.Revision++;
        context.Note.Add("bindings_broken", dependants.Count);
        return Unit.Value;
    }
}
