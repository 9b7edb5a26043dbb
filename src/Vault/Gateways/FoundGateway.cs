using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>Loads the gateway that the permit was issued for.</summary>
internal static class FoundGateway
{
    /// <param name="typed">The gateway's name or id, as in the demand. The permit
    /// determines its store, or the account, within which a name is unique.</param>
    public static async Task<Service> OfAsync(OperationContext context, string typed, CancellationToken cancel)
    {
        var target = context.Permit.Question.Target;
        var store = target.Kind == TargetKind.Store ? target.Store.Value : null;
        var gateway = await context
            .Db.Services.Where(s => s.Kind == Scopes.AiGateway && s.StoreId == store && (s.Id == typed || s.Name == typed))
            .OrderByDescending(s => s.Id == typed)
            .FirstAsync(cancel);
        context.Note.About("Service", gateway.Id, gateway.Name, gateway.StoreId);
        return gateway;
    }
}
