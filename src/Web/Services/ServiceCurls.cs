using SecretsDashboard.Access;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Services;

/// <summary>The API calls for the actions of the pages of services.</summary>
internal static class ServiceCurls
{
    /// <param name="search">The active filter by name.</param>
    /// <param name="unusedDays">The active filter of services that have read nothing for this many days.</param>
    public static IReadOnlyList<Curl> All(string? search, int? unusedDays) =>
        [
            new("List the services", "list-services")
            {
                Query = new[] { ("search", search), ("unused_days", unusedDays is { } days ? $"{days}" : null) }
                    .Where(q => !string.IsNullOrEmpty(q.Item2))
                    .ToDictionary(q => q.Item1, q => q.Item2!),
            },
            new("Register a service", "register-service")
            {
                Body = new { name = "my-service", kind = ScopeNames.Name(Scopes.Workers).WireName },
            },
        ];

    public static Curl Get(ServiceId service) => new("Get this service", "get-service") { Path = At(service) };

    /// <param name="unusedDays">The active filter of its bindings.</param>
    public static IReadOnlyList<Curl> Of(ServiceDetail detail, int? unusedDays) =>
        [
            Get(detail.Service.Id),
            new("List its bindings", "list-bindings") { Path = At(detail.Service.Id), Query = LastUseFilter.Query(unusedDays) },
            .. detail.Service.Kind == Scopes.AiGateway ? [] : Binding(detail),
            new("Remove this service", "remove-service") { Path = At(detail.Service.Id) },
        ];

    // The API rejects these calls for a gateway: it uses providers' keys, whose calls are in GatewayCurls.
    private static Curl[] Binding(ServiceDetail detail) =>
        [
            new("Bind a secret", "bind-secret") { Path = At(detail.Service.Id), Body = Example(detail) },
            new("Unbind a secret", "unbind-secret") { Path = At(detail.Service.Id, detail.Bindings.FirstOrDefault()?.Variable) },
        ];

    // Uses the first binding as the example; without one, placeholders.
    private static object Example(ServiceDetail detail) =>
        detail.Bindings.FirstOrDefault() is { } bound
            ? new
            {
                name = bound.Variable,
                store_id = bound.Store.Value,
                secret_name = bound.SecretName,
            }
            : new
            {
                name = "API_KEY",
                store_id = detail.Service.Store?.Value ?? "STORE_ID",
                secret_name = "SECRET_NAME",
            };

    private static Dictionary<string, string> At(ServiceId service, string? variable = null) =>
        variable is null ? new() { ["service_id"] = service.Value } : new() { ["service_id"] = service.Value, ["name"] = variable };
}
