using System.Text.Json;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api;

/// <summary>Maps the vault's problems to the numbers and messages of the API's contract.</summary>
internal static class ProblemMapping
{
    public const string BadBody = "invalid_json_body",
        BadQuery = "invalid_query",
        BadHeader = "invalid_header";

    /// <summary>The response to a body that does not name the secret to bind.</summary>
    public const string BindingSecretMissing = "binding_secret_missing: name the secret by secret_id, or by store_id and secret_name";

    // The problems whose error message is the code followed by the explanation.
    private static readonly HashSet<string> CodesWithMessage =
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

    // Cloudflare's numbers for errors of Workers. Cloudflare's clients depend on them.
    private static readonly Dictionary<string, int> WorkerErrorNumbers = new()
    {
        ["worker_not_found"] = 10007,
        ["worker_version_not_found"] = 10007,
        ["worker_environment_not_found"] = 10090,
        ["worker_upload_invalid"] = 10021,
        ["worker_upload_has_value"] = 10021,
        ["worker_upload_too_large"] = 10027,
        [NotInherited] = 10057,
    };

    // Cloudflare's clients compare the start of this problem's message, so it does not begin with the code.
    private const string NotInherited = "inherit_binding_invalid";

    // The places in the body of the fields whose place is not simply their name in snake case.
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

    /// <summary>The problem of a request whose body could not be read completely, by the status of the failure. Null for every other
    /// status: the body was read and is invalid.</summary>
    public static Problem? ProblemForUnreadBody(int status) =>
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

    /// <param name="root">The JSON pointer to the object that was read from the body. Null when no body was read; the error then has no
    /// pointer.</param>
    public static ApiError ErrorOf(Problem problem, string? root) =>
        new(
            NumberOf(problem),
            MessageOf(problem),
            root is not null && PointerOf(problem.Field, root) is { } pointer ? new ErrorSource(pointer) : null
        );

    /// <summary>The messages that explain an error: first its explanation, unless the error itself contains it, then one for each dependant
    /// that prevents the request.</summary>
    public static IEnumerable<ApiMessage> MessagesOf(Problem problem)
    {
        if (!CodesWithMessage.Contains(problem.Code) && problem.Code != NotInherited)
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
        WorkerErrorNumbers.TryGetValue(problem.Code, out var number) ? number
        : problem.Kind is ProblemKind.Conflict or ProblemKind.Duplicate or ProblemKind.Limit ? 1003
        : NumberOf(problem.Code);

    /// <summary>The number of a code that is not a problem's: of a warning, or of a target that was not found.</summary>
    public static int NumberOf(string code) =>
        WorkerErrorNumbers.TryGetValue(code, out var number) ? number
        : code == "account_not_found" ? 7003
        : 1001;

    private static string MessageOf(Problem problem) =>
        problem.Code == NotInherited ? problem.Message
        : CodesWithMessage.Contains(problem.Code) ? $"{problem.Code}: {problem.Message}"
        : problem.Subject is { } subject ? $"{problem.Code}: {subject}"
        : problem.Code;

    /// <summary>Translates the name of a field to a JSON pointer: "Secrets[2].Name" becomes "/2/name", and "Value" becomes the root
    /// followed by "/value". A text that is already a pointer stays unchanged.</summary>
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
