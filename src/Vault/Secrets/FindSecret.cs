using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>Reads the metadata of one secret of one store. A deleted secret is not found: its history is only for people
/// (<see cref="GetSecret"/>).</summary>
public sealed record FindSecret(StoreId Store, SecretId Secret) : Reading<SecretMetadata>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.To(Secret, Store));

    internal override bool ShowsUse => true;

    internal override int? CachedRows(SecretMetadata answer) => 1;

    internal override async Task<Result<SecretMetadata>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var secret = await context.Db.LiveSecrets.Where(s => s.Id == Secret.Value).FirstOrDefaultAsync(cancel);
        if (secret is null)
        {
            return SecretProblems.NotFound;
        }
        context.Note.About("Secret", secret.Id, secret.Name, secret.StoreId);
        return await SecretMetadata.OfAsync(context, secret, cancel);
    }
}
