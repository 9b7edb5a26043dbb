using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Exports;

/// <summary>The response to a request for an export: the file, or why there is none, as text for the person who clicked.</summary>
internal static class ExportAnswer
{
    public static IResult Of<T>(Outcome<T> outcome, Func<Done<T>, IResult> write) =>
        outcome.Match(
            write,
            refused =>
                refused.Decision.HiddenTarget
                    ? Results.NotFound()
                    : Explain(refused.Decision.Authorization.Reason, outcome, StatusCodes.Status403Forbidden),
            failed => Explain(failed.Problems[0].Message, outcome, StatusCodes.Status400BadRequest)
        );

    private static IResult Explain<T>(string reason, Outcome<T> outcome, int status) =>
        Results.Text($"{reason} Request id {outcome.RequestId}", statusCode: status);
}
