using SecretsDashboard.Access;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Services;

/// <summary>What the API can do of what the pages of services do.</summary>
internal static class ServiceCurls
{
    /// <param name="search">What the list is narrowed to by name.</param>
    /// <param name="unusedDays">To those that have read nothing for so long.</param>
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

    /// <param name="unusedDays">What its bindings are narrowed to.</param>
    public static IReadOnlyList<Curl> Of(ServiceDetail detail, int? unusedDays) =>
        [
            Get(detail.Service.Id),
            new("List its bindings", "list-bindings") { Path = At(detail.Service.Id), Query = UseWords.Query(unusedDays) },
            .. detail.Service.Kind == Scopes.AiGateway ? [] : Binding(detail),
            new("Remove this service", "remove-service") { Path = At(detail.Service.Id) },
        ];

    // A gateway is refused them: what it uses are the keys of providers, for which GatewayCurls has the lines.
    private static Curl[] Binding(ServiceDetail detail) =>
        [
            new("Bind a secret", "bind-secret") { Path = At(detail.Service.Id), Body = Example(detail) },
            new("Unbind a secret", "unbind-secret") { Path = At(detail.Service.Id, detail.Bindings.FirstOrDefault()?.Variable) },
        ];

    // The first of its bindings as an example; without one, words that say what belongs there.
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
