using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>A credential that exists and is within the caller's reach, with its service.</summary>
internal sealed record FoundCredential(ServiceCredential Credential, Storage.Service Service)
{
    public static Problem NotFound { get; } =
        Problem.NotFound("credential_not_found", "This credential was not found. It may have been revoked.");

    /// <summary>Null if the service has no credential with this id. From here
    /// on, the audit row names the service and the credential.</summary>
    public static async Task<FoundCredential?> FindAsync(
        OperationContext context,
        ServiceId serviceId,
        CredentialId id,
        CancellationToken cancel
    )
    {
        var service = await context.Db.Services.FirstOrDefaultAsync(s => s.Id == serviceId.Value, cancel);
        if (service is null)
        {
            return null;
        }
        context.Note.About("Service", service.Id, service.Name, service.StoreId);
        if (
            await context.Db.ServiceCredentials.FirstOrDefaultAsync(c => c.ServiceId == service.Id && c.Id == id.Value, cancel)
            is not { } credential
        )
        {
            return null;
        }
        context.Note.RelatedTo(credential.Id).Add("credential", credential.Name);
        return new FoundCredential(credential, service);
    }
}
