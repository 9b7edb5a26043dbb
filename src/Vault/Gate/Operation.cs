namespace SecretsDashboard.Vault.Gate;

/// <summary>Something that can be asked of the gate. Its members are internal and abstract: outside the vault nobody can
/// leave the demand out, run it without the gate, or add one.</summary>
public abstract record Operation
{
    private protected Operation() { }

    /// <summary>The act and its target, as far as ids tell.</summary>
    internal abstract Demand Demand { get; }
}

/// <summary>An operation with its answer.</summary>
public abstract record Operation<T> : Operation
{
    private protected Operation() { }

    /// <summary>Work that needs no lock and takes long (a password hash), done before the decision and outside the writer.
    /// It must change nothing, and what it returns is checked again by <see cref="RunAsync"/>.</summary>
    internal virtual Task<Prepared?> PrepareAsync(Workbench workbench, CancellationToken cancel) => Task.FromResult<Prepared?>(null);

    internal abstract Task<Result<T>> RunAsync(Session session, CancellationToken cancel);
}

/// <summary>An operation that only looks: it runs on a snapshot.</summary>
public abstract record Reading<T> : Operation<T>
{
    private protected Reading() { }
}

/// <summary>An operation that changes: it runs in the single writer's transaction, together with its audit row.</summary>
public abstract record Change<T> : Operation<T>
{
    private protected Change() { }
}
