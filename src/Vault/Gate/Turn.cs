using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Gate;

/// <summary>A piece's turn at the writer; a change's has a savepoint of its own.</summary>
internal readonly struct Turn(Statements statements, DbContextOptions<VaultDbContext> options, AuditChain chain, Memo memo, UsageBook usage)
{
    private readonly ChainHead _head = chain.Mark();
    private readonly (int, DateTimeOffset?) _noted = usage.Mark();

    public Statements Statements { get; } = statements;
    public Memo Memo { get; } = memo;
    public UsageBook Usage { get; } = usage;

    public VaultDbContext OpenDb()
    {
        var db = new VaultDbContext(options);
        db.Database.UseTransaction(Statements.Transaction);
        db.Database.AutoSavepointsEnabled = false; // The piece has its savepoint already.
        return db;
    }

    public void Append(AuditLine line) => chain.Append(Statements, line);

    public void AppendToTail(AuditLine line) => chain.AppendToTail(Statements, line);

    /// <summary>Moves the tail of the audit log into the log.</summary>
    public void Settle() => chain.Settle(Statements);

    public void Begin() => Statements.Run("SAVEPOINT piece");

    /// <summary>Takes back what the piece has written so far; it may go on.</summary>
    public void Undo() => Statements.Run("ROLLBACK TO piece");

    /// <summary>Takes back its rows as well: it has failed.</summary>
    public void TakeBack()
    {
        Undo();
        chain.Reset(_head);
        Usage.Reset(_noted);
        Memo.Doubt();
    }

    public void End() => Statements.Run("RELEASE piece");
}
