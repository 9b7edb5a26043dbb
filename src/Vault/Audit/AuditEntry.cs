using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

public enum AuditResult
{
    Done = 1,
    Refused,
    Failed,
}

public enum ActorKind
{
    Member = 1,
    Token,
    Service,
    Console,

    /// <summary>An unauthenticated caller. Exports and filters contain this name, so it is not renamed.</summary>
    Nobody,
}

/// <summary>One row of the audit log: actor, origin, act, target, both checks and the result. Never a value.</summary>
internal sealed class AuditEntry : IStoreOwned
{
    public long Id { get; init; }
    public required string Chain { get; init; }
    public required long Number { get; init; }
    public required DateTimeOffset At { get; init; }
    public required ActorKind ActorKind { get; init; }
    public required string? ActorId { get; init; }
    public required string? ActorName { get; init; }
    public required string? SessionId { get; init; }
    public required string? Address { get; init; }
    public required Act? Act { get; init; }
    public required string? TargetKind { get; init; }
    public required string? TargetId { get; init; }
    public required string? TargetName { get; init; }

    /// <summary>The id of another object that the row concerns: the secret of a binding, the source of a duplicate.</summary>
    public required string? RelatedId { get; init; }
    public required string? StoreId { get; init; }
    public required CheckResult Authorization { get; init; }
    public required string AuthorizationReason { get; init; }
    public required CheckResult Scope { get; init; }
    public required string ScopeReason { get; init; }
    public required AuditResult Result { get; init; }
    public required string? Code { get; init; }
    public required string RequestId { get; init; }

    /// <summary>A JSON object of names and plain values, or null.</summary>
    public required string? Details { get; init; }
    public required byte[] Mac { get; init; }
    string? IStoreOwned.OwningStoreId => StoreId;
}
