using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The outcome of an operation: <see cref="Done{T}"/>, <see cref="Refused{T}"/> or <see cref="Failed{T}"/>. No other assembly can
/// add a fourth.</summary>
/// <param name="RequestId">Names the audit row; shown with every error.</param>
public abstract record Outcome<T>(string RequestId)
{
    /// <summary>The result for the outcome's kind.</summary>
    public TResult Match<TResult>(Func<Done<T>, TResult> done, Func<Refused<T>, TResult> refused, Func<Failed<T>, TResult> failed) =>
        Result switch
        {
            AuditResult.Done => done((Done<T>)this),
            AuditResult.Refused => refused((Refused<T>)this),
            AuditResult.Failed => failed((Failed<T>)this),
        };

    /// <summary>As in the audit row. It is internal and abstract, so that the kinds of outcome are closed.</summary>
    internal abstract AuditResult Result { get; }
}

/// <summary>Allowed, carried out, audited and durable.</summary>
/// <param name="At">The time of the act, UTC: created and changed objects have this time.</param>
public sealed record Done<T>(T Value, string RequestId, DateTimeOffset At) : Outcome<T>(RequestId)
{
    /// <summary>Warnings about a successful operation: shown on the page, and in the <c>messages</c> of the REST API.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    internal override AuditResult Result => AuditResult.Done;
}

/// <summary>A check refused the act. Nothing was changed. If <see cref="Decision.HiddenTarget"/>
/// is true, respond as if the target did not exist.</summary>
public sealed record Refused<T>(Decision Decision, string RequestId) : Outcome<T>(RequestId)
{
    /// <summary>If one act consumes several secrets: each refused secret, in the
    /// order of the request. <see cref="Decision"/> is about the first.</summary>
    public IReadOnlyList<RefusedSecret> Secrets { get; init; } = [];

    internal override AuditResult Result => AuditResult.Refused;
}

/// <summary>A secret of an upload that a check refused.</summary>
/// <param name="Use">The use in the upload.</param>
/// <param name="Decision">Its target is hidden if there is no such secret within the caller's reach.</param>
public sealed record RefusedSecret(SecretUse Use, Decision Decision)
{
    /// <summary>Null if it was not found.</summary>
    internal string? SecretId { get; init; }
}

/// <summary>Allowed, but not possible: bad input, a conflict, a dependency. Nothing was changed.</summary>
public sealed record Failed<T>(IReadOnlyList<Problem> Problems, string RequestId) : Outcome<T>(RequestId)
{
    internal override AuditResult Result => AuditResult.Failed;
}

/// <summary>The result of executing an operation: a value, or problems.</summary>
public readonly struct Result<T>
{
    private Result(T? value, IReadOnlyList<Problem>? problems, bool keep) => (Value, Problems, KeepChanges) = (value, problems, keep);

    internal T? Value { get; }
    internal IReadOnlyList<Problem>? Problems { get; }
    internal bool KeepChanges { get; }

    public static implicit operator Result<T>(T value) => new(value, null, keep: false);

    public static implicit operator Result<T>(Problem problem) => new(default, [problem], keep: false);

    public static implicit operator Result<T>(List<Problem> problems) =>
        problems.Count > 0
            ? new(default, problems, keep: false)
            : throw new ArgumentException("A failure names at least one problem.", nameof(problems));

    /// <summary>Failed, but the changes are kept: only for a failed sign-in, whose failure count must not be lost.</summary>
    internal static Result<T> FailedButCounted(Problem problem) => new(default, [problem], keep: true);
}

/// <summary>The result of operations that return nothing.</summary>
public sealed record Unit
{
    private Unit() { }

    public static Unit Value { get; } = new();
}
