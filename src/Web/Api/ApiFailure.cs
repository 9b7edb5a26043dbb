using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Deployments;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api;

/// <summary>An error response: its status and messages.</summary>
internal sealed record ApiFailure(int Status, IReadOnlyList<ApiError> Errors, IReadOnlyList<ApiMessage> Messages)
{
    /// <summary>The maximum number of refused bindings in one response.</summary>
    private const int MaxErrors = 20;

    /// <summary>The same for a missing, malformed and unknown token.</summary>
    public static ApiFailure InvalidToken { get; } = Of(StatusCodes.Status401Unauthorized, 1000, "Invalid API Token");

    public static ApiFailure WrongAccount { get; } =
        Of(StatusCodes.Status404NotFound, 7003, "Could not route to this account, perhaps your object identifier is invalid?");

    public static ApiFailure Of(int status, int code, string message) => new(status, [new(code, message)], []);

    /// <summary>The response for a status that was set before the endpoint ran.</summary>
    public static ApiFailure Of(int status) =>
        status switch
        {
            StatusCodes.Status404NotFound => Of(status, 7000, "No route for that URI"),
            StatusCodes.Status405MethodNotAllowed => Of(status, 10405, "Method not allowed for this URI"),
            StatusCodes.Status408RequestTimeout => Of(status, 10408, "The request did not arrive in time"),
            StatusCodes.Status413PayloadTooLarge => Of(status, 10413, "The body is too large"),
            StatusCodes.Status429TooManyRequests => Of(status, 10429, "Too many requests: wait, then try again"),
            StatusCodes.Status503ServiceUnavailable => Of(
                status,
                10503,
                "The storage could not be used. Nothing was done: try again later"
            ),
            >= 400 and < 500 => Of(status, 1400, "The request is malformed"),
            _ => Of(
                StatusCodes.Status500InternalServerError,
                1500,
                "Something went wrong on the server. Nothing is known to have been changed"
            ),
        };

    /// <summary>The response to a refusal: a caller without a valid credential learns
    /// only that, and a target outside the reach is not found.</summary>
    /// <param name="notFound">The name of the error when the target is not within reach.</param>
    public static ApiFailure Of(Decision decision, string notFound) =>
        decision.Question.Actor switch
        {
            AnonymousActor or { Standing: Standing.Unknown } => InvalidToken,
            { Standing: Standing.AddressNotAllowed } => Of(
                StatusCodes.Status403Forbidden,
                10000,
                $"Authentication error: {Describe(decision.Authorization)}"
            ),
            { Standing: not Standing.Good } => Of(
                StatusCodes.Status401Unauthorized,
                1000,
                $"Invalid API Token: {Describe(decision.Authorization)}"
            ),
            _ when decision.HiddenTarget => Of(
                notFound == ProblemMapping.BindingSecretMissing ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound,
                ProblemMapping.NumberOf(notFound),
                notFound
            ),
            _ when decision.Question.Act == Act.Deploy => Of(
                StatusCodes.Status403Forbidden,
                10021,
                $"Secrets store binding authorization failed: {Checks(decision)}"
            ),
            _ => Of(StatusCodes.Status403Forbidden, 10000, $"Authentication error: {Checks(decision)}"),
        };

    public static ApiFailure Of(IReadOnlyList<Problem> problems, string? root)
    {
        if (problems.FirstOrDefault(ProblemMapping.IsUnread) is { } unread)
        {
            return Of(ProblemMapping.StatusOf(unread));
        }
        var status = problems.Max(ProblemMapping.StatusOf);
        var said = problems.Where(p => ProblemMapping.StatusOf(p) == status).ToList();
        return new(
            status,
            [.. said.Select(p => ProblemMapping.ErrorOf(p, root))],
            [.. said.SelectMany(ProblemMapping.MessagesOf).Distinct()]
        );
    }

    /// <summary>The same for an act that consumes several secrets: names the secrets and the failed check.</summary>
    public static ApiFailure Of(Decision decision, string notFound, IReadOnlyList<RefusedSecret> secrets)
    {
        if (secrets.Count == 0 || decision.Authorization.Failed && !decision.HiddenTarget)
        {
            return Of(decision, notFound);
        }
        var errors = secrets.Take(MaxErrors).Select(s => s.Decision.HiddenTarget ? NotFound(s.Use) : Refused(s)).ToList();
        if (secrets.Count > MaxErrors)
        {
            errors.Add(new(10021, $"Secrets store binding authorization failed: {secrets.Count - MaxErrors} more bindings were refused."));
        }
        return new(secrets.All(s => s.Decision.HiddenTarget) ? StatusCodes.Status404NotFound : StatusCodes.Status403Forbidden, errors, []);
    }

    private static ApiError Refused(RefusedSecret secret) =>
        new(10021, $"Secrets store binding authorization failed for '{secret.Use.Variable}': {Checks(secret.Decision)}");

    private static ApiError NotFound(SecretUse use) =>
        new(
            10182,
            $"Secrets Store binding '{use.Variable}' references store '{use.Store}' and secret '{use.SecretName}' which were not found."
        );

    private static string Checks(Decision decision) =>
        (decision.Authorization.Failed, decision.Scope.Failed) switch
        {
            (true, true) =>
                $"both checks failed. Authorization: {Describe(decision.Authorization)} Secret scope: {Describe(decision.Scope)}",
            (true, false) => $"the authorization check failed. {Describe(decision.Authorization)}",
            _ => $"the secret scope check failed. {Describe(decision.Scope)}",
        };

    private static string Describe(Check check) => $"{check.Reason} {check.Remedy}".TrimEnd();
}
