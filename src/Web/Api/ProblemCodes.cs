using System.Text.Json;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api;

/// <summary>Maps the vault's problems to the numbers and messages of the API's contract.</summary>
internal static class ProblemCodes
{
    public const string BadBody = "invalid_json_body",
        BadQuery = "invalid_query",
        BadHeader = "invalid_header";

    /// <summary>The response to a body that does not name the secret to bind.</summary>
    public const string SecretMissing = "binding_secret_missing: name the secret by secret_id, or by store_id and secret_name";

    private static readonly HashSet<string> Conflicts = ["store_not_empty", "secret_in_use", "service_in_use", "roll_in_progress"];

    private static readonly HashSet<string> NotFound =
    [
        "store_not_found",
        "secret_not_found",
        "service_not_found",
        "binding_not_found",
        "account_not_found",
        "token_not_found",
        "member_not_found",
        "invitation_not_found",
        "role_not_found",
        "credential_not_found",
        "workload_identity_not_found",
        "provider_config_not_found",
        "worker_not_found",
        "worker_environment_not_found",
        "worker_version_not_found",
    ];

    // The messages of Cloudflare's API that contain more than the name.
    private static readonly HashSet<string> Spoken =
    [
        "secret_in_use",
        "service_in_use",
        BadQuery,
        BadHeader,
        "token_of_member",
        "token_is_itself",
        "token_beyond_issuer",
        "roll_in_progress",
        "last_super_administrator",
        "member_still_invited",
        "worker_upload_invalid",
        "worker_upload_too_large",
        "worker_upload_has_value",
        "worker_environment_not_found",
    ];

    // Cloudflare's numbers for errors of Workers: its clients depend on them.
    private static readonly Dictionary<string, int> OfWorkers = new()
    {
        ["worker_not_found"] = 10007,
        ["worker_version_not_found"] = 10007,
        ["worker_environment_not_found"] = 10090,
        ["worker_upload_invalid"] = 10021,
        ["worker_upload_has_value"] = 10021,
        ["worker_upload_too_large"] = 10027,
        [NotInherited] = 10057,
    };

    // Cloudflare's clients compare the start of the message.
    private const string NotInherited = "inherit_binding_invalid";

    // The position of a field in the body, if it differs from its name.
    private static readonly Dictionary<string, string> Pointers = new()
    {
        ["Level"] = "policies",
        ["Administer"] = "policies",
        ["Stores"] = "policies",
        ["Variable"] = "name",
        ["Expires"] = "expires_on",
        ["AllowedFrom"] = "condition/request_ip/in",
        ["DeniedFrom"] = "condition/request_ip/not_in",
        ["Provider"] = "provider_slug",
        ["RequestsPerMinute"] = "rate_limit",
    };

    private static readonly Dictionary<string, int> Unread = new()
    {
        ["body_too_large"] = StatusCodes.Status413PayloadTooLarge,
        ["body_too_slow"] = StatusCodes.Status408RequestTimeout,
    };

    /// <summary>The problem for a body that was not read; null when the body was read but is invalid.</summary>
    public static Problem? OfUnread(int status) =>
        Unread.FirstOrDefault(u => u.Value == status).Key is { } code ? new Problem(code, ApiFailure.Of(status).Errors[0].Message) : null;

    /// <summary>Whether the body was not read, so that its other problems are unknown.</summary>
    public static bool IsUnread(string code) => Unread.ContainsKey(code);

    public static int StatusOf(string code) =>
        Unread.TryGetValue(code, out var status) ? status
        : NotFound.Contains(code) ? StatusCodes.Status404NotFound
        : Conflicts.Contains(code) ? StatusCodes.Status409Conflict
        : code == Precondition.Failed.Code ? StatusCodes.Status412PreconditionFailed
        : code == "worker_upload_too_large" ? StatusCodes.Status413PayloadTooLarge
        : code == "storage_low" ? StatusCodes.Status503ServiceUnavailable
        : code == "secret_value_unreadable" ? StatusCodes.Status500InternalServerError
        : StatusCodes.Status400BadRequest;

    /// <param name="root">The pointer to the object that was read; null when no body was.</param>
    public static ApiError ErrorOf(Problem problem, string? root) =>
        new(
            NumberOf(problem.Code),
            MessageOf(problem),
            root is not null && PointerOf(problem.Field, root) is { } pointer ? new ErrorSource(pointer) : null
        );

    /// <summary>The error and its remedy, then the dependants.</summary>
    public static IEnumerable<ApiMessage> MessagesOf(Problem problem)
    {
        if (!Spoken.Contains(problem.Code) && problem.Code != NotInherited)
        {
            yield return new(NumberOf(problem.Code), problem.Message);
        }
        foreach (var dependant in problem.Dependants ?? [])
        {
            yield return new(
                NumberOf(problem.Code),
                $"{ScopeNames.Name(dependant.Kind).DisplayName} service {dependant.ServiceName ?? "outside your reach"} binds "
                    + $"{dependant.SecretName} as {dependant.Variable}"
            );
        }
    }

    public static int NumberOf(string code) =>
        OfWorkers.TryGetValue(code, out var number) ? number
        : Conflicts.Contains(code)
        || code.EndsWith("_already_exists", StringComparison.Ordinal)
        || code.StartsWith("maximum_", StringComparison.Ordinal)
            ? 1003
        : code == "account_not_found" ? 7003
        : 1001;

    private static string MessageOf(Problem problem) =>
        problem.Code == NotInherited ? problem.Message
        : Spoken.Contains(problem.Code) ? $"{problem.Code}: {problem.Message}"
        : problem.Subject is { } subject ? $"{problem.Code}: {subject}"
        : problem.Code;

    /// <summary>"Secrets[2].Name" is "/2/name", "Value" is "/value" below the root; a pointer stays unchanged.</summary>
    private static string? PointerOf(string? field, string root)
    {
        if (field is null or [] or ['/', ..])
        {
            return field;
        }
        var (first, rest) = field.IndexOf("].", StringComparison.Ordinal) is > 0 and var end
            ? ("/" + field[(field.IndexOf('[', StringComparison.Ordinal) + 1)..end], field[(end + 2)..])
            : (root, field);
        return $"{first}/{(Pointers.TryGetValue(rest, out var place) ? place : JsonNamingPolicy.SnakeCaseLower.ConvertName(rest))}";
    }
}
