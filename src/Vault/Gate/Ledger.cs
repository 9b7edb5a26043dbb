using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The single writer. What arrives together shares one durable commit; each change has a savepoint of its own, so that one
/// failure spares its neighbours. Nothing is answered before its commit.</summary>
internal sealed class Ledger : IAsyncDisposable
{
    private const int MostPerCommit = 128;

    private readonly Channel<Piece> _queue = Channel.CreateBounded<Piece>(new BoundedChannelOptions(4_096) { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly DbContextOptions<VaultDbContext> _options;
    private readonly AuditChain _chain;
    private readonly Task _loop;

    public Ledger(string connectionString, AuditChain chain)
    {
        _chain = chain;
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        using (var pragma = _connection.CreateCommand())
        {
            pragma.CommandText = "PRAGMA synchronous = FULL";
            pragma.ExecuteNonQuery();
        }
        _statements = new Statements(_connection);
        _options = new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(_connection).Options;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>What is known without looking; see there who may use it when.</summary>
    public Memo Memo { get; } = new();

    /// <summary>Does the work in the writer's transaction and returns after the commit.</summary>
    /// <exception cref="StorageException">The commit failed; nothing of it was kept.</exception>
    public Task<T> WriteAsync<T>(Func<Turn, Task<T>> work, CancellationToken cancel) => EnqueueAsync(new Change<T>(work), cancel);

    /// <summary>Writes the row of a reading, and returns after the commit. There is no savepoint, which would copy each page that the row touches: a
    /// statement that fails has undone itself.</summary>
    /// <exception cref="StorageException">The commit failed; there is no row.</exception>
    public Task<T> RecordAsync<T>(Func<Turn, T> work, CancellationToken cancel) => EnqueueAsync(new Row<T>(work), cancel);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _statements.Dispose();
        await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var pieces = new List<Piece>(MostPerCommit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            pieces.Clear();
            while (pieces.Count < MostPerCommit && _queue.Reader.TryRead(out var piece))
            {
                pieces.Add(piece);
            }
            await CommitTogetherAsync(pieces);
        }
    }

    private async Task CommitTogetherAsync(List<Piece> pieces)
    {
        var head = _chain.Mark();
        try
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            _statements.Transaction = transaction;
            Memo.Begin(_statements);
            foreach (var piece in pieces)
            {
                await piece.DoAsync(new Turn(_statements, _options, _chain, Memo));
            }
            transaction.Commit();
            Memo.End(committed: true);
        }
        catch (Exception e)
        {
            // A full disk, a lost file, a lock that never opened: all of these askers are told, and the writer goes on.
            _chain.Reset(head);
            Memo.End(committed: false);
            pieces.ForEach(p => p.Fail(new StorageException("The database could not be written. Nothing was changed.", e)));
        }
        Answer([.. pieces]);
    }

    /// <summary>All that was committed together is answered on one other thread, one after the other: to wake a thread for each costs more than most answers do.</summary>
    private static void Answer(Piece[] pieces) => ThreadPool.UnsafeQueueUserWorkItem(static done =>
    {
        foreach (var piece in done)
        {
            piece.Tell();
        }
    }, pieces, preferLocal: false);

    private async Task<T> EnqueueAsync<T>(Piece<T> piece, CancellationToken cancel)
    {
        await _queue.Writer.WriteAsync(piece, cancel);
        return await piece.Answer;
    }

    /// <summary>Done at the writer's turn; its asker is told of it only when the turn is over.</summary>
    private abstract class Piece
    {
        public abstract ValueTask DoAsync(Turn turn);
        public abstract void Fail(Exception e);
        public abstract void Tell();
    }

    private abstract class Piece<T> : Piece
    {
        private readonly TaskCompletionSource<T> _answer = new();
        private Exception? _fault;

        public Task<T> Answer => _answer.Task;
        protected T? Value { get; set; }

        public override void Fail(Exception e) => _fault ??= e;

        public override void Tell()
        {
            if (_fault is { } fault)
            {
                _answer.SetException(fault);
            }
            else
            {
                _answer.SetResult(Value!);
            }
        }
    }

    private sealed class Change<T>(Func<Turn, Task<T>> work) : Piece<T>
    {
        public override async ValueTask DoAsync(Turn turn)
        {
            turn.Begin();
            try
            {
                Value = await work(turn);
            }
            catch (Exception e)
            {
                // Whatever it was, it concerns this piece alone: it is undone and its asker is told.
                turn.TakeBack();
                Fail(e);
            }
            turn.End();
        }
    }

    private sealed class Row<T>(Func<Turn, T> work) : Piece<T>
    {
        public override ValueTask DoAsync(Turn turn)
        {
            try
            {
                Value = work(turn);
            }
            catch (Exception e) when (e is not SqliteException)
            {
                Fail(e); // What the database itself refuses ends the transaction for all.
            }
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>A piece's turn at the writer; a change's has a savepoint of its own.</summary>
internal readonly struct Turn(Statements statements, DbContextOptions<VaultDbContext> options, AuditChain chain, Memo memo)
{
    private readonly ChainHead _head = chain.Mark();

    public Statements Statements { get; } = statements;
    public Memo Memo { get; } = memo;

    public VaultDbContext OpenDb()
    {
        var db = new VaultDbContext(options);
        db.Database.UseTransaction(Statements.Transaction);
        db.Database.AutoSavepointsEnabled = false; // The piece has its savepoint already.
        return db;
    }

    public void Append(AuditLine line) => chain.Append(Statements, line);

    public void Begin() => Statements.Run("SAVEPOINT piece");

    /// <summary>Takes back what the piece has written so far; it may go on.</summary>
    public void Undo() => Statements.Run("ROLLBACK TO piece");

    /// <summary>Takes back its rows as well: it has failed.</summary>
    public void TakeBack()
    {
        Undo();
        chain.Reset(_head);
        Memo.Doubt();
    }

    public void End() => Statements.Run("RELEASE piece");
}

/// <summary>The database could not be written: no row, no answer.</summary>
public sealed class StorageException(string message, Exception inner) : Exception(message, inner);
