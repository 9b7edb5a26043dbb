using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The single writer. What arrives together shares one durable commit; each piece has a savepoint of its own, so that one
/// failure spares its neighbours. Nothing is answered before its commit.</summary>
internal sealed class Ledger : IAsyncDisposable
{
    private const int MostPerCommit = 128;

    private readonly Channel<Piece> _queue = Channel.CreateBounded<Piece>(new BoundedChannelOptions(4_096) { SingleReader = true });
    private readonly SqliteConnection _connection;
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
        _options = new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(_connection).Options;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Does the work in the writer's transaction and returns after the commit.</summary>
    /// <exception cref="StorageException">The commit failed; nothing of it was kept.</exception>
    public async Task<T> WriteAsync<T>(Func<Turn, Task<T>> work, CancellationToken cancel)
    {
        var piece = new Piece<T>(work);
        await _queue.Writer.WriteAsync(piece, cancel);
        return await piece.Answer;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
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
            foreach (var piece in pieces)
            {
                await DoAsync(piece, transaction);
            }
            transaction.Commit();
        }
        catch (Exception e)
        {
            // A full disk, a lost file, a lock that never opened: all of these askers are told, and the writer goes on.
            _chain.Reset(head);
            pieces.ForEach(p => p.Fail(new StorageException("The database could not be written. Nothing was changed.", e)));
            return;
        }
        pieces.ForEach(p => p.Complete());
    }

    private async Task DoAsync(Piece piece, SqliteTransaction transaction)
    {
        var head = _chain.Mark();
        transaction.Save("piece");
        try
        {
            await piece.DoAsync(new Turn(_connection, transaction, _options, _chain));
        }
        catch (Exception e)
        {
            // Whatever it was, it concerns this piece alone: it is undone and its asker is told.
            transaction.Rollback("piece");
            _chain.Reset(head);
            piece.Fail(e);
        }
        transaction.Release("piece");
    }

    private abstract class Piece
    {
        public abstract Task DoAsync(Turn turn);
        public abstract void Complete();
        public abstract void Fail(Exception e);
    }

    private sealed class Piece<T>(Func<Turn, Task<T>> work) : Piece
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _value;

        public Task<T> Answer => _answer.Task;
        public override async Task DoAsync(Turn turn) => _value = await work(turn);
        public override void Complete() => _answer.TrySetResult(_value!);
        public override void Fail(Exception e) => _answer.TrySetException(e);
    }
}

/// <summary>A piece's turn at the writer.</summary>
internal readonly struct Turn(SqliteConnection connection, SqliteTransaction transaction, DbContextOptions<VaultDbContext> options, AuditChain chain)
{
    public SqliteConnection Connection { get; } = connection;
    public SqliteTransaction Transaction { get; } = transaction;

    public VaultDbContext OpenDb()
    {
        var db = new VaultDbContext(options);
        db.Database.UseTransaction(Transaction);
        db.Database.AutoSavepointsEnabled = false; // The operation has its savepoint already.
        return db;
    }

    public void Append(AuditLine line) => chain.Append(Connection, Transaction, line);

    public ChainHead MarkChain() => chain.Mark();
}

/// <summary>The database could not be written: no row, no answer.</summary>
public sealed class StorageException(string message, Exception inner) : Exception(message, inner);
