using System.Data.Common;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage;

/// <summary>A database that is open: what the storage needs of one, whichever it is. Only the folder of a database names its
/// types.</summary>
/// <remarks>
/// <para>A change runs in a transaction of the writer, which takes the <see cref="Revision"/> first: no other process changes anything
/// until it ends, and each job has a savepoint of its own. Audit rows of reads are appended in such a transaction, too.</para>
/// <para>The writer's connection records what each change touches (<see cref="Touches"/>) and which bindings it changes
/// (<see cref="BindingChanges"/>), however the change is written.</para>
/// </remarks>
internal abstract class Database
{
    /// <summary>The single writer's connection.</summary>
    public abstract Statements OpenWriter(RowSeals seals);

    /// <summary>A connection that can't write: for snapshots, and to watch for changes.</summary>
    /// <param name="seals">Null if it reads no sealed rows.</param>
    public abstract Statements OpenReader(RowSeals? seals = null);

    /// <summary>Statements on the connection and in the transaction of a context.</summary>
    public abstract Statements Of(VaultDbContext db, RowSeals seals);

    /// <summary>Closes connections that are kept for later use.</summary>
    public abstract void Release();
}

/// <summary>The prepared statements of one connection, each prepared once and executed in the open transaction.</summary>
/// <remarks>Not thread-safe; the rows of a statement must be read before it is executed again. Parameters have names with a dollar sign; a
/// value is null, a long, a string or bytes.</remarks>
internal abstract class Statements(RowSeals? seals) : IDisposable
{
    /// <summary>Checks the seals of the rows that are read.</summary>
    public RowSeals Seals => seals ?? throw new InvalidOperationException("These statements read no sealed rows.");

    /// <summary>The current transaction.</summary>
    public DbTransaction? Transaction { get; protected set; }

    /// <summary>Whether the database has ended the transaction itself, as it does if the disk is full or broken.</summary>
    public abstract bool IsTransactionOver { get; }

    /// <summary>Begins a transaction that sees the database at one moment.</summary>
    public abstract DbTransaction BeginSnapshot();

    /// <summary>Begins a transaction that changes the database. No other writer, of any process, runs until it ends.</summary>
    public abstract DbTransaction BeginChange();

    /// <summary>A new context on this connection and in the current transaction.</summary>
    public abstract VaultDbContext OpenDb();

    /// <summary>Executes the query of a fact: while a database on another machine answers, no thread waits.</summary>
    public abstract ValueTask<DbDataReader> ReadAsync(string sql, params ReadOnlySpan<(string Name, object? Value)> values);

    /// <summary>Executes a query in the background or at the start, where a thread may wait.</summary>
    public abstract DbDataReader Read(string sql, params ReadOnlySpan<(string Name, object? Value)> values);

    public abstract object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values);

    public abstract void Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values);

    /// <summary>Executes a statement without rows, with values bound by position. For statements of every request it is worth avoiding
    /// parameters, each of which is looked up by name.</summary>
    public abstract void ExecutePositional(string sql, ReadOnlySpan<object?> values);

    /// <summary>A statement of its own, for a scan during which others run.</summary>
    public abstract DbCommand Prepare(string sql, params ReadOnlySpan<(string Name, object? Value)> values);

    /// <summary>The triggers and views of the database, which this program has none of: each with its kind and its name.</summary>
    public abstract IReadOnlyList<string> FindForeign();

    /// <summary>Whether a statement failed because of a unique index or another constraint.</summary>
    public abstract bool IsConstraint(DbException e);

    /// <summary>Whether it is a disk that is full or broken, or a file that is read-only or missing: the fault affects more than the
    /// statement that failed.</summary>
    public abstract bool IsStorageFault(Exception e);

    public abstract void Dispose();
}
