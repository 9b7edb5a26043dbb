using SecretsDashboard.Vault;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>The status and the number of a failure follow from the kind of its problem, whatever its code.</summary>
public sealed class Statuses_of_problems
{
    public static TheoryData<Func<string, Problem>, int, int> Kinds =>
        new()
        {
            { code => Problem.Invalid(code, "It is invalid."), 400, 1001 },
            { code => Problem.Duplicate(code, "It is taken."), 400, 1003 },
            { code => Problem.Limit(code, "It is too much."), 400, 1003 },
            { code => Problem.NotFound(code, "It is not there."), 404, 1001 },
            { code => Problem.Conflict(code, "It is in use."), 409, 1003 },
            { code => Problem.ConditionFailed(code, "It has changed."), 412, 1001 },
            { code => Problem.TooLarge(code, "It is too large."), 413, 1001 },
            { code => Problem.TooSlow(code, "It is too slow."), 408, 1001 },
            { code => Problem.Unavailable(code, "Try again."), 503, 1001 },
            { code => Problem.Fault(code, "It is broken."), 500, 1001 },
        };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Status_and_number_of_a_failure_follow_from_the_kind_of_its_problem(Func<string, Problem> make, int status, int number)
    {
        var failure = ApiFailure.Of([make("a_code_without_a_rule")], root: null);

        Assert.Equal((status, number, "a_code_without_a_rule"), (failure.Status, failure.Errors[0].Code, failure.Errors[0].Message));
    }

    [Fact]
    public void Each_kind_of_problem_is_tried_above() =>
        Assert.Equal(Enum.GetValues<ProblemKind>(), Kinds.Select(row => row.Data.Item1("code").Kind).Order());
}
