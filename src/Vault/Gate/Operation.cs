using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Gate;

/// <summary>A request to the gate. Its members are internal and abstract: code outside the vault can't omit the demand, execute an
/// operation without the gate, or add one.</summary>
public abstract record Operation
{
    private protected Operation() { }

    /// <summary>The act and its target, by ids.</summary>
    internal abstract Demand Demand { get; }

    /// <summary>Its result contains last-used times, which are recorded separately from
    /// changes: the gate caches it only until the next use.</summary>
    internal virtual bool ShowsUse => false;

    /// <summary>It reads the audit log (<see cref="OperationContext.AuditLog"/>); the tail is moved to the log before.</summary>
    internal virtual bool ReadsAudit => false;

    /// <summary>It adds much to the disk under the data (values, uploads, exports), and is refused while that is very low.</summary>
    internal virtual bool RequiresDiskSpace => false;
}

/// <summary>An operation with its answer.</summary>
public abstract record Operation<T> : Operation
{
    private protected Operation() { }

    /// <summary>Work that needs no lock and takes long (a password hash), done before the decision and outside the writer.
    /// It must change nothing, and its result is checked again by <see cref="RunAsync"/>.</summary>
    internal virtual Task<Preparation?> PrepareAsync(PreparationContext context, CancellationToken cancel) =>
        Task.FromResult<Preparation?>(null);

    /// <summary>The errors that the endpoint found in the request. They are reported only to callers whom the decision allows,
    /// and nothing is done then; the request adds its audit row like any other.</summary>
    public IReadOnlyList<Problem> InputErrors { get; init; } = [];

    internal abstract Task<Result<T>> RunAsync(OperationContext context, CancellationToken cancel);

    internal Task<Result<T>> RunIfReadAsync(OperationContext context, CancellationToken cancel) =>
        InputErrors.Count > 0 ? Task.FromResult<Result<T>>(InputErrors.ToList())
        : RequiresDiskSpace && context.Tools.Disk.IsVeryLow ? Task.FromResult<Result<T>>(DiskReserve.TooLow)
        : RunAsync(context, cancel);
}

/// <summary>An operation that only reads: it runs on a snapshot.</summary>
public abstract record Reading<T> : Operation<T>
{
    private protected Reading() { }

    /// <summary>How many rows' worth of memory the result takes, if the gate may cache it until something changes. Null if it may not: the
    /// result depends on the clock, on data that is recorded separately from changes (the audit log; for uses see
    /// <see cref="Operation.ShowsUse"/>) or on anything else of a token than its rights, or is rarely read twice.</summary>
    internal virtual int? CachedRows(T answer) => null;

    /// <summary>The cached form of a result: never a decrypted value.</summary>
    internal virtual object ToCached(T answer) => answer!;

    /// <summary>The result from its cached form; created only after the audit row of the request is durable.</summary>
    internal virtual T FromCached(object cached, VaultTools tools) => (T)cached;
}

/// <summary>An operation that changes data: it runs in the single writer's transaction, together with its audit row.</summary>
public abstract record Change<T> : Operation<T>
{
    private protected Change() { }

    /// <summary>The change is made only if this condition holds; null: unconditionally.</summary>
    public Precondition? OnlyIf { get; init; }
}
