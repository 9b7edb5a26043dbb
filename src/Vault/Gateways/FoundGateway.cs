using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>Loads the gateway that the permit was issued for.</summary>
internal static class FoundGateway
{
    public static async Task<Service> OfAsync(OperationContext context, CancellationToken cancel)
    {
        var gateway = await context.Db.Services.FirstAsync(s => s.Id == context.Resolved.Service, cancel);
        context.Note.About("Service", gateway.Id, gateway.Name, gateway.StoreId);
        return gateway;
    }
}
