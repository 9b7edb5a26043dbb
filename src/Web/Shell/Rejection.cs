using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Shell;

/// <summary>A request that was not executed: refused by a check, or failed with problems.</summary>
public sealed record Rejection(Decision? Refusal, IReadOnlyList<Problem> Problems, string? RequestId)
{
    /// <summary>Null when the request succeeded.</summary>
    public static Rejection? Of<T>(Outcome<T> outcome) =>
        outcome.Match<Rejection?>(
            _ => null,
            refused => new(refused.Decision, [], refused.RequestId),
            failed => new(null, failed.Problems, failed.RequestId)
        );

    /// <summary>The target does not exist within the member's reach: show the "not found" page.</summary>
    public bool IsHiddenTarget => Refusal is { HiddenTarget: true };

    /// <summary>The error of one field; null when there is none.</summary>
    public string? At(string field) => Problems.FirstOrDefault(p => p.Field == field)?.Message;

    /// <summary>A problem that the page itself found, before sending a request.</summary>
    public static Rejection Before(string field, string message) => new(null, [Problem.Invalid("", message, field)], null);
}
