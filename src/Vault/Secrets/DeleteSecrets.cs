using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>Deletes several secrets of one store, all or none: if one does
/// not exist, or is bound and not forced, none is deleted.</summary>
/// <param name="Secrets">1 to 100; duplicates are ignored.</param>
public sealed record DeleteSecrets(StoreId Store, IReadOnlyList<SecretId> Secrets, bool Force = false) : Change<Unit>
{
    /// <summary>The maximum number of secrets of one request.</summary>
    public const int MaxSecrets = 100;

    internal override Demand Demand => new(Act.DeleteSecret, TargetReference.To(Store));

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Secret", null, null, Store.Value).Add("forced", Force).Add("count", Secrets.Count);
        if (Secrets.Count is < 1 or > MaxSecrets)
        {
            return Problem.Invalid("secrets_count", $"Delete between 1 and {MaxSecrets} secrets at once.", "Ids");
        }
        var ids = Secrets.Select(s => s.Value).Distinct().ToList();
        var secrets = await context
            .Db.LiveSecrets.Where(s => s.StoreId == Store.Value && ids.Contains(s.Id))
            .OrderBy(s => s.Name)
            .ToListAsync(cancel);
        if (secrets.Count < ids.Count)
        {
            return SecretProblems.NotFound with { Field = "Ids" };
        }
        context.Note.About("Secret", null, string.Join(", ", secrets.Select(s => s.Name)), Store.Value);
        var dependants = await Dependants.OfAsync(context, context.Db.Bindings.Where(b => ids.Contains(b.SecretId)), cancel);
        if (dependants.Count > 0 && !Force)
        {
            return SecretProblems.InUse(
                $"These secrets are bound {Dependants.Times(dependants.Count)}. Unbind them first, or delete them by force: "
                    + "the bindings would then break.",
                dependants
            );
        }
        await context.Db.SecretVersions.Where(v => ids.Contains(v.SecretId)).ExecuteDeleteAsync(cancel);
        foreach (var secret in secrets)
        {
            (secret.Status, secret.Modified) = (SecretStatus.Deleted, context.Now);
            secret.Revision++;
        }
        context.Note.Add("bindings_broken", dependants.Count);
        return Unit.Value;
    }
}
