using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Storage;

/// <summary>A job's part of the write transaction; a change has a savepoint of its own.</summary>
internal readonly struct WriteTransaction(
    Statements statements,
    AuditChain chain,
    ReadCache readCache,
    RevisionChanges changes,
    UsageRecorder usage
)
{
    private readonly ChainHead _chainSavepoint = chain.CreateSavepoint();
    private readonly (int, DateTimeOffset?) _usageSavepoint = usage.CreateSavepoint();

    public Statements Statements { get; } = statements;

    /// <summary>Whether the database has ended the transaction itself, as it does if the disk is full or broken. The transaction can then
    /// neither be rolled back nor continue: all jobs of the commit fail, with the error of the job that caused it.</summary>
    public bool IsOver => Statements.IsTransactionOver;

    /// <inheritdoc cref="Statements.IsStorageFault"/>
    public bool IsStorageFault(Exception e) => Statements.IsStorageFault(e);

    public ReadCache ReadCache { get; } = readCache;
    public UsageRecorder Usage { get; } = usage;

    public VaultDbContext OpenDb()
    {
        var db = Statements.OpenDb();
        db.Database.AutoSavepointsEnabled = false; // The job already has its savepoint.
        return db;
    }

    public void Append(AuditLine line) => chain.Append(Statements, line);

    public void AppendToTail(AuditLine line) => chain.AppendToTail(Statements, line);

    /// <summary>Moves the tail of the audit log into the log.</summary>
    public void Settle() => chain.Settle(Statements);

    public void Begin() => Statements.Run("SAVEPOINT job");

    /// <summary>Rolls back the changes of the job so far; it may continue.</summary>
    public void Undo() => Statements.Run("ROLLBACK TO job");

    /// <summary>Rolls back its audit rows as well, because the job failed.</summary>
    public void RollBack()
    {
        Undo();
        chain.RollbackTo(_chainSavepoint);
        Usage.RollbackTo(_usageSavepoint);
        ReadCache.Invalidate();
    }

    /// <summary>The job is done: what it touched moves the revision.</summary>
    public void End()
    {
        changes.Note();
        Statements.Run("RELEASE job");
    }
}
