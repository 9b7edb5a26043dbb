using SecretsDashboard.Access;
using SecretsDashboard.Vault.Workloads;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Workloads;

/// <summary>The API calls for the actions of the list of workload identities.</summary>
internal static class WorkloadCurls
{
    /// <param name="issuers">The issuers that the server trusts; the first is used in the example.</param>
    public static IReadOnlyList<Curl> All(ServiceId service, IReadOnlyList<string> issuers) =>
        [
            new("List its workload identities", "list-workload-identities") { Path = At(service) },
            new("Map a workload", "map-workload-identity")
            {
                Path = At(service),
                Body = new
                {
                    issuer = issuers.Count > 0 ? issuers[0] : "ISSUER",
                    subject = "system:serviceaccount:NAMESPACE:NAME",
                    audience = "secrets-dashboard",
                },
            },
        ];

    public static Curl Unmap(WorkloadIdentityDetail workload) =>
        new("Copy as curl: remove", "unmap-workload-identity")
        {
            Path = new Dictionary<string, string>(At(workload.Service)) { ["workload_identity_id"] = workload.Id.Value },
        };

    private static Dictionary<string, string> At(ServiceId service) => new() { ["service_id"] = service.Value };
}
