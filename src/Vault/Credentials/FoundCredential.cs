using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>A credential that is there for whoever asks, with its service.</summary>
internal sealed record FoundCredential(ServiceCredential Credential, Database.Service Service)
{
    public static Problem NotFound { get; } = new("credential_not_found", "This credential was not found. It may have been revoked.");

    /// <summary>Null when the service has none of this id. The audit row is about the service and the credential from here on.</summary>
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
