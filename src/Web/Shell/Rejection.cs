using System.Diagnostics;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Shell;

/// <summary>An ask that was not done: refused by a check, or failed with problems.</summary>
public sealed record Rejection(Decision? Refusal, IReadOnlyList<Problem> Problems, string? RequestId)
{
    /// <summary>Null when it was done.</summary>
    public static Rejection? Of<T>(Outcome<T> outcome) =>
        outcome switch
        {
            Done<T> => null,
            Refused<T> refused => new(refused.Decision, [], refused.RequestId),
            Failed<T> failed => new(null, failed.Problems, failed.RequestId),
            _ => throw new UnreachableException("There is no fourth outcome."),
        };

    /// <summary>The target does not exist within the member's reach: the answer is the page that says "not found".</summary>
    public bool IsHiddenTarget => Refusal is { HiddenTarget: true };

    /// <summary>What is wrong with one field; null when nothing is.</summary>
    public string? At(string field) => Problems.FirstOrDefault(p => p.Field == field)?.Message;

    /// <summary>A problem that the page itself found, before anything was asked.</summary>
    public static Rejection Before(string field, string message) => new(null, [new Problem("", message, field)], null);
}
