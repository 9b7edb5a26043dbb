using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>Revokes a credential permanently, including its previous value. It is refused from the next request on.</summary>
public sealed record RevokeCredential(ServiceId Service, CredentialId Credential) : Change<Unit>
{
    internal override Demand Demand => new(Act.RevokeCredential, TargetReference.To(Service));

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        if (await FoundCredential.FindAsync(context, Service, Credential, cancel) is not { Credential: var credential })
        {
            return FoundCredential.NotFound;
        }
        await context.Db.ServiceCredentials.Where(c => c.Id == credential.Id).ExecuteDeleteAsync(cancel);
        return Unit.Value;
    }
}
