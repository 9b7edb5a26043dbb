using SecretsDashboard.Access;

namespace SecretsDashboard.Web.Runtime;

/// <summary>What a refused service is told: a status and a word, and no reason.</summary>
internal static class RuntimeRefusal
{
    public const string Refused = "refused",
        NotFound = "not_found";

    /// <param name="notFound">The word for what is none of its own.</param>
    public static (int Status, string Word) Of(Decision decision, string notFound) =>
        decision.Question.Actor switch
        {
            NobodyActor or { Standing: not Standing.Good } => (StatusCodes.Status401Unauthorized, "unknown_caller"),
            _ when decision.HiddenTarget => (StatusCodes.Status404NotFound, notFound),
            _ => (StatusCodes.Status403Forbidden, Refused),
        };
}
