using SecretsDashboard.Vault;

namespace SecretsDashboard.Vault.Tests.Hosts;

/// <summary>How an ask must have ended.</summary>
internal static class Expect
{
    public static T Done<T>(Outcome<T> outcome) =>
        outcome switch
        {
            Done<T> done => done.Value,
            Refused<T> refused => throw new Xunit.Sdk.XunitException(
                $"Refused: {refused.Decision.Authorization.Reason} {refused.Decision.Scope.Reason}"
            ),
            Failed<T> failed => throw new Xunit.Sdk.XunitException(
                $"Failed: {string.Join("; ", failed.Problems.Select(p => $"{p.Code} ({p.Field}): {p.Message}"))}"
            ),
            _ => throw new Xunit.Sdk.XunitException("There is no fourth outcome."),
        };

    public static Decision Refused<T>(Outcome<T> outcome) => Assert.IsType<Refused<T>>(outcome).Decision;

    /// <summary>Refused as if the target did not exist.</summary>
    public static void Outside<T>(Outcome<T> outcome) =>
        Assert.True(Refused(outcome).HiddenTarget, "The refusal tells that the target exists.");

    /// <summary>Failed with exactly these problems' codes, in any order.</summary>
    public static IReadOnlyList<Problem> Failed<T>(Outcome<T> outcome, params string[] codes)
    {
        var problems = Assert.IsType<Failed<T>>(outcome).Problems;
        Assert.Equal(codes.Order(), problems.Select(p => p.Code).Order());
        return problems;
    }
}
