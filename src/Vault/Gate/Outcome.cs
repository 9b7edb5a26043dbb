using SecretsDashboard.Access;
using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The outcome of an operation: <see cref="Done{T}"/>,
/// <see cref="Refused{T}"/> or <see cref="Failed{T}"/>. There is no fourth.</summary>
/// <param name="RequestId">Names the audit row; shown with every error.</param>
public abstract record Outcome<T>(string RequestId);

/// <summary>Allowed, carried out, audited and durable.</summary>
/// <param name="At">The time of the act, UTC: created and changed objects have this time.</param>
public sealed record Done<T>(T Value, string RequestId, DateTimeOffset At) : Outcome<T>(RequestId)
{
    /// <summary>Warnings about a successful operation: shown on the page, and in the <c>messages</c> of the REST API.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];
}

/// <summary>A successful operation that may still be a mistake.</summary>
/// <param name="Code">A stable name such as <c>binding_names_differ_by_case</c>.</param>
/// <param name="Message">The warning and its remedy. Never contains a value.</param>
public sealed record Warning(string Code, string Message);

/// <summary>A check said no. Nothing was changed. When
/// <see cref="Decision.HiddenTarget"/>, answer as if the target did not exist.</summary>
public sealed record Refused<T>(Decision Decision, string RequestId) : Outcome<T>(RequestId)
{
    /// <summary>Where one act consumes several secrets: each that was refused, in the order in
    /// which they were named. <see cref="Decision"/> is about the first.</summary>
    public IReadOnlyList<RefusedSecret> Secrets { get; init; } = [];
}

/// <summary>A secret of an upload that a check refused.</summary>
/// <param name="Use">As the upload names it.</param>
/// <param name="Decision">Its target is hidden when there is no such secret within the caller's reach.</param>
public sealed record RefusedSecret(SecretUse Use, Decision Decision)
{
    /// <summary>Null when it was not found.</summary>
    internal string? SecretId { get; init; }
}

/// <summary>Allowed, but it could not be done: bad input, a conflict, something in the way. Nothing was changed.</summary>
public sealed record Failed<T>(IReadOnlyList<Problem> Problems, string RequestId) : Outcome<T>(RequestId);

/// <summary>The error and its remedy, written for a person. Never contains a value.</summary>
/// <param name="Code">A stable name such as <c>secret_name_already_exists</c>; the REST API's messages are made of it.</param>
/// <param name="Message">What happened, why, and what to do.</param>
/// <param name="Field">The input's field, as the operation's parameter is named; null when it concerns the whole.</param>
/// <param name="Dependants">The dependants that block the change, if any.</param>
public sealed record Problem(string Code, string Message, string? Field = null, IReadOnlyList<Dependant>? Dependants = null)
{
    /// <summary>The subject of the code in the API: the name that is taken, the limit that is reached. Never a value.</summary>
    public string? Subject { get; init; }

    /// <summary>How long to wait before the same is worth another try; null where time mends nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>A binding that would break.</summary>
/// <param name="Service">Null, like its name, when the service is outside the caller's reach.</param>
public sealed record Dependant(ServiceId? Service, string? ServiceName, Scopes Kind, string Variable, string SecretName);

/// <summary>What an operation's run returns: a value, or problems.</summary>
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

    /// <summary>Failed, but the changes are kept: only for a failed sign-in, whose count must not be lost.</summary>
    internal static Result<T> FailedButCounted(Problem problem) => new(default, [problem], keep: true);
}

/// <summary>For operations that return nothing but their success.</summary>
public sealed record Unit
{
    private Unit() { }

    public static Unit Value { get; } = new();
}
