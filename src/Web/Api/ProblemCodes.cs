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

    /// <summary>The problem for a body that was not read; null when the body was read but is invalid.</summary>
    public static Problem? OfUnread(int status) =>
        status switch
        {
            StatusCodes.Status413PayloadTooLarge => Problem.TooLarge("body_too_large", ApiFailure.Of(status).Errors[0].Message),
            StatusCodes.Status408RequestTimeout => Problem.TooSlow("body_too_slow", ApiFailure.Of(status).Errors[0].Message),
            _ => null,
        };

    /// <summary>Whether the body was not read, so that its other problems are unknown.</summary>
    public static bool IsUnread(Problem problem) => problem.Code is "body_too_large" or "body_too_slow";

    public static int StatusOf(Problem problem) =>
        problem.Kind switch
        {
            ProblemKind.Invalid or ProblemKind.Duplicate or ProblemKind.Limit => StatusCodes.Status400BadRequest,
            ProblemKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            ProblemKind.TooSlow => StatusCodes.Status408RequestTimeout,
            ProblemKind.NotFound => StatusCodes.Status404NotFound,
            ProblemKind.Conflict => StatusCodes.Status409Conflict,
            ProblemKind.ConditionFailed => StatusCodes.Status412PreconditionFailed,
            ProblemKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            ProblemKind.Fault => StatusCodes.Status500InternalServerError,
        };

    /// <param name="root">The pointer to the object that was read; null when no body was.</param>
    public static ApiError ErrorOf(Problem problem, string? root) =>
        new(
            NumberOf(problem),
            MessageOf(problem),
            root is not null && PointerOf(problem.Field, root) is { } pointer ? new ErrorSource(pointer) : null
        );

    /// <summary>The error and its remedy, then the dependants.</summary>
    public static IEnumerable<ApiMessage> MessagesOf(Problem problem)
    {
        if (!Spoken.Contains(problem.Code) && problem.Code != NotInherited)
        {
            yield return new(NumberOf(problem), problem.Message);
        }
        foreach (var dependant in problem.Dependants ?? [])
        {
            yield return new(
                NumberOf(problem),
                $"{ScopeNames.Name(dependant.Kind).DisplayName} service {dependant.ServiceName ?? "outside your reach"} binds "
                    + $"{dependant.SecretName} as {dependant.Variable}"
            );
        }
    }

    public static int NumberOf(Problem problem) =>
        OfWorkers.TryGetValue(problem.Code, out var number) ? number
        : problem.Kind is ProblemKind.Conflict or ProblemKind.Duplicate or ProblemKind.Limit ? 1003
        : NumberOf(problem.Code);

    /// <summary>The number of a code that is not a problem's: of a warning, or of a target that was not found.</summary>
    public static int NumberOf(string code) =>
        OfWorkers.TryGetValue(code, out var number) ? number
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
