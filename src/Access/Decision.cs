namespace SecretsDashboard.Access;

public enum CheckResult
{
    Passed = 1,
    Failed,
    NotApplicable,
}

/// <summary>The answer to a question: its two checks with their reasons, and the permit when both allow.</summary>
public sealed class Decision
{
    private readonly CheckResult _authorization,
        _scope;

    internal Decision(Question question, CheckResult authorization, CheckResult scope, bool hiddenTarget, Permit? permit) =>
        (Question, _authorization, _scope, HiddenTarget, Permit) = (question, authorization, scope, hiddenTarget, permit);

    public Question Question { get; }

    /// <summary>The first check: a role, or a token's permission, or a service's identity.</summary>
    public Check Authorization => new(this, _authorization, isScope: false);

    /// <summary>The second check: the secret's scope list. Not applicable where no service consumes a secret.</summary>
    public Check Scope => new(this, _scope, isScope: true);

    /// <summary>Both checks allow the act.</summary>
    public bool Allowed => Permit is not null;

    /// <summary>The target is outside the actor's reach: respond as if it did not exist (404).</summary>
    public bool HiddenTarget { get; }

    /// <summary>Null when refused.</summary>
    public Permit? Permit { get; }
}

/// <summary>One of the two checks of a decision. Its texts are created on demand.</summary>
public readonly struct Check
{
    private readonly Decision _decision;
    private readonly bool _isScope;

    internal Check(Decision decision, CheckResult result, bool isScope) => (_decision, Result, _isScope) = (decision, result, isScope);

    public CheckResult Result { get; }
    public bool Passed => Result == CheckResult.Passed;
    public bool Failed => Result == CheckResult.Failed;

    /// <summary>One or two sentences: why the check passed, failed or does not apply.</summary>
    public string Reason => _isScope ? Explanation.OfScope(_decision.Question, Result) : Explanation.OfAuthorization(_decision, Result);

    /// <summary>The smallest change that would make a failed check pass; null when it did not fail.</summary>
    public string? Remedy =>
        Result != CheckResult.Failed ? null
        : _isScope ? Remedies.OfScope(_decision.Question)
        : Remedies.OfAuthorization(_decision);
}
