using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>Distinguishes services that receive their values from those whose values only the server itself uses: a gateway's credential
/// gives access to the gateway, never to a value.</summary>
internal static class ValueDeliveryPolicy
{
    /// <summary>Null if services of the caller's kind receive their values.</summary>
    public static Problem? Refuse(OperationContext context) =>
        context.Permit.Question.Kind != Scopes.AiGateway
            ? null
            : Problem.Invalid(
                "value_used_by_server",
                $"The values of services of kind {ScopeNames.Name(Scopes.AiGateway).DisplayName} "
                    + "are used by the server itself and can't be read."
            );
}
