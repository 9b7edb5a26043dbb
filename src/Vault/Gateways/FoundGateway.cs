using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>The gateway that the permit was given for.</summary>
internal static class FoundGateway
{
    /// <param name="typed">Its name or its id, as in the demand: the permit says in which store it
    /// lies, or that it is the account's, and there a name is unique.</param>
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
