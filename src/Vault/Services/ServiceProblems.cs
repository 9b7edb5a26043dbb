using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Services;

internal static class ServiceProblems
{
    public static Problem NotFound { get; } =
        Problem.NotFound("service_not_found", "This service was not found. It may have been removed.");

    public static Problem InUse(string name, IReadOnlyList<Dependant> bindings) =>
        Problem.Conflict(
            "service_in_use",
            $"{name} has {(bindings.Count == 1 ? "one binding" : $"{bindings.Count} bindings")}. "
                + "Unbind first, or remove the service together with its bindings.",
            dependants: bindings
        );
}
