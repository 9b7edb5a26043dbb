using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Usage;
using SQLitePCL;

namespace SecretsDashboard.Vault.Gate;

/// <summary>A piece's turn at the writer; a change's has a savepoint of its own.</summary>
internal readonly struct Turn(Statements statements, DbContextOptions<VaultDbContext> options, AuditChain chain, Memo memo, UsageBook usage)
{
    private readonly ChainHead _head = chain.Mark();
    private readonly (int, DateTimeOffset?) _noted = usage.Mark();

    public Statements Statements { get; } = statements;

    /// <summary>Whether the database has ended the transaction by itself, as it does where the disk is full or broken. Then nothing can be taken back any more, nor go on: it
    /// concerns all that share the commit, and what it met is what they are to be told.</summary>
    public bool IsOver => raw.sqlite3_get_autocommit(Statements.Connection.Handle) != 0;

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
