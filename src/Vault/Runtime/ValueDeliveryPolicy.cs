using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>Services that are handed their values, and those for which the server itself uses
/// them: a gateway's credential opens the gateway, never a value.</summary>
internal static class ValueDeliveryPolicy
{
    /// <summary>Null when services of the asking one's kind are handed their values.</summary>
    public static Problem? Refuse(OperationContext context) =>
        context.Permit.Question.Kind != Scopes.AiGateway
            ? null
            : new(
                "value_used_by_server",
                $"The values of services of kind {ScopeNames.Name(Scopes.AiGateway).DisplayName} are used by the server itself and can't be read."
            );
}
