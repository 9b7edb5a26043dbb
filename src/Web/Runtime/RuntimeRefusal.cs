using SecretsDashboard.Access;

namespace SecretsDashboard.Web.Runtime;

/// <summary>Maps the rejection of a service to a status and an error code, without a reason.</summary>
internal static class RuntimeRefusal
{
    public const string Refused = "refused",
        NotFound = "not_found";

    /// <param name="notFound">The code for a target that isn't the service's own.</param>
    public static (int Status, string Code) Of(Decision decision, string notFound) =>
        decision.Question.Actor switch
        {
            AnonymousActor or { Standing: not Standing.Good } => (StatusCodes.Status401Unauthorized, "unknown_caller"),
            _ when decision.HiddenTarget => (StatusCodes.Status404NotFound, notFound),
            _ => (StatusCodes.Status403Forbidden, Refused),
        };
}
