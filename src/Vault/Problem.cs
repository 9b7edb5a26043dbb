using SecretsDashboard.Access;

namespace SecretsDashboard.Vault;

/// <summary>Why an allowed operation failed, as far as programs have to tell failures apart. The management API derives its status from it,
/// which the comments name.</summary>
public enum ProblemKind
{
    /// <summary>The input breaks a rule (400).</summary>
    Invalid = 1,

    /// <summary>The name is taken (400, as at Cloudflare).</summary>
    Duplicate,

    /// <summary>A limit of the account, a service or a key is reached (400, as at Cloudflare).</summary>
    Limit,

    /// <summary>The input is larger than allowed (413).</summary>
    TooLarge,

    /// <summary>The input did not arrive in time (408).</summary>
    TooSlow,

    /// <summary>The object does not exist, or not any more (404).</summary>
    NotFound,

    /// <summary>The object's state, or what depends on it, does not permit the change (409).</summary>
    Conflict,

    /// <summary>The condition of the request does not hold (412).</summary>
    ConditionFailed,

    /// <summary>The server can't do it now; trying again later helps (503).</summary>
    Unavailable,

    /// <summary>An error of the server or of its data (500).</summary>
    Fault,
}

/// <summary>The error and its remedy, written for a person. Never contains a value. Made by the factories, so that each has a
/// kind.</summary>
public sealed record Problem
{
    private Problem(ProblemKind kind, string code, string message, string? field, IReadOnlyList<Dependant>? dependants = null) =>
        (Kind, Code, Message, Field, Dependants) = (kind, code, message, field, dependants);

    public ProblemKind Kind { get; }

    /// <summary>A stable name such as <c>secret_name_already_exists</c>; the REST API's messages are derived from it.</summary>
    public string Code { get; }

    /// <summary>What happened, why, and what to do.</summary>
    public string Message { get; }

    /// <summary>The input field, by the name of the operation's parameter; null for the input as a whole.</summary>
    public string? Field { get; init; }

    /// <summary>The dependants that block the change, if any.</summary>
    public IReadOnlyList<Dependant>? Dependants { get; }

    /// <summary>The subject of the code in the API: the name that exists already, the limit that is reached. Never a value.</summary>
    public string? Subject { get; init; }

    /// <summary>The time after which a retry makes sense; null if waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Problem Invalid(string code, string message, string? field = null) => new(ProblemKind.Invalid, code, message, field);

    public static Problem Duplicate(string code, string message, string? field = null) => new(ProblemKind.Duplicate, code, message, field);

    public static Problem Limit(string code, string message, string? field = null) => new(ProblemKind.Limit, code, message, field);

    public static Problem TooLarge(string code, string message) => new(ProblemKind.TooLarge, code, message, null);

    public static Problem TooSlow(string code, string message) => new(ProblemKind.TooSlow, code, message, null);

    public static Problem NotFound(string code, string message, string? field = null) => new(ProblemKind.NotFound, code, message, field);

    public static Problem Conflict(string code, string message, string? field = null, IReadOnlyList<Dependant>? dependants = null) =>
        new(ProblemKind.Conflict, code, message, field, dependants);

    public static Problem ConditionFailed(string code, string message) => new(ProblemKind.ConditionFailed, code, message, null);

    public static Problem Unavailable(string code, string message, string? field = null) =>
        new(ProblemKind.Unavailable, code, message, field);

    public static Problem Fault(string code, string message) => new(ProblemKind.Fault, code, message, null);

    /// <summary>For the audit row of an unexpected exception, which is thrown to the caller after the row is durable.</summary>
    internal static Problem Of(Exception e) =>
        e is OperationCanceledException
            ? Invalid("cancelled", "The caller disconnected. Nothing was changed.")
            : Fault("fault", "The operation failed unexpectedly. Nothing was changed.");
}

/// <summary>A binding that would break.</summary>
/// <param name="Service">Null, like its name, if the service is outside the caller's reach.</param>
public sealed record Dependant(ServiceId? Service, string? ServiceName, Scopes Kind, string Variable, string SecretName);

/// <summary>A successful operation that may still be a mistake.</summary>
/// <param name="Code">A stable name such as <c>binding_names_differ_by_case</c>.</param>
/// <param name="Message">The warning and its remedy. Never contains a value.</param>
public sealed record Warning(string Code, string Message);
