using SecretsDashboard.Access;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Credentials;

/// <summary>The API calls for the actions of the list of credentials.</summary>
internal static class CredentialCurls
{
    /// <param name="unusedDays">The active filter of the list.</param>
    public static IReadOnlyList<Curl> All(ServiceId service, int? unusedDays) =>
        [
            new("List its credentials", "list-credentials") { Path = At(service), Query = LastUseFilter.Query(unusedDays) },
            new("Issue a credential", "issue-credential") { Path = At(service), Body = new { name = "my-machine" } },
        ];

    public static IReadOnlyList<Curl> Of(CredentialDetail credential) =>
        [
            new("Copy as curl: roll", "roll-credential") { Path = At(credential), Body = new { } },
            new("Copy as curl: revoke", "revoke-credential") { Path = At(credential) },
        ];

    private static Dictionary<string, string> At(ServiceId service) => new() { ["service_id"] = service.Value };

    private static Dictionary<string, string> At(CredentialDetail credential) =>
        new(At(credential.Service)) { ["credential_id"] = credential.Id.Value };
}
