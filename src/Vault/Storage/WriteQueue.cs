using System.Data.Common;
using System.Threading.Channels;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The single writer. Concurrent jobs share one durable commit; each change has a savepoint of its own, so that a failure does not
/// affect the others. No result is returned before its commit.</summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int MaxPerCommit = 128;

    private readonly Channel<WriteJob> _queue = Channel.CreateBounded<WriteJob>(new BoundedChannelOptions(4_096) { SingleReader = true });
    private readonly Statements _statements;
    private readonly AuditChain _chain;
    private readonly Task _writing;
    private readonly List<WriteJob> _batch = new(MaxPerCommit);

    public WriteQueue(Statements writer, AuditChain chain)
    {
        (_statements, _chain) = (writer, chain);
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>The cache of the writer; its own remarks say which members other threads may call.</summary>
    public ReadCache ReadCache { get; } = new();

    /// <summary>Records which values services read, and how often.</summary>
    private UsageRecorder Usage { get; } = new();

    /// <summary>Does the work in the writer's transaction and returns after the commit.</summary>
    /// <exception cref="StorageException">The commit failed; nothing was saved.</exception>
    public Task<T> WriteAsync<T>(Func<WriteTransaction, Task<T>> work, CancellationToken cancel) =>
        EnqueueAsync(new ChangeJob<T>(work), cancel);

    /// <summary>Writes the audit row of a reading, and returns after the commit. It uses no savepoint, which would copy each page that the
    /// row touches: a statement that fails is undone by the database.</summary>
    /// <exception cref="StorageException">The commit failed; there is no row.</exception>
    public Task<T> RecordAsync<T>(Func<WriteTransaction, ValueTask<T>> work, CancellationToken cancel) =>
        EnqueueAsync(new RowJob<T>(work), cancel);

    /// <summary>Moves all audit rows that are durable now to the log.</summary>
    /// <exception cref="StorageException">The commit failed; the tail is unchanged.</exception>
    public Task SettleAsync() =>
        RecordAsync(
            static transaction =>
            {
                transaction.Settle();
                return ValueTask.FromResult(Unit.Value);
            },
            CancellationToken.None
        ); // A caller that disconnects meanwhile still adds its row, but after this one.

    /// <summary>Checks whether audit rows can be written, by a durable commit that leaves none.</summary>
    /// <exception cref="StorageException">They can't be written.</exception>
    public Task TryAuditAsync() =>
        WriteAsync(
            static transaction =>
            {
                AuditProbe.Run(transaction.Statements);
                return Task.FromResult(Unit.Value);
            },
            CancellationToken.None
        );

    /// <summary>Writes deferred data, the counts in memory and the tail of the audit log, together with the jobs in the queue. Data that
    /// can't be written now waits for the next call.</summary>
    public async Task TidyAsync(DateTimeOffset now)
    {
        try
        {
            await Task.WhenAll(_chain.HasTail ? SettleAsync() : Task.CompletedTask, Usage.HasCounts ? CountAsync() : Task.CompletedTask);
        }
        catch (Exception e) when (e is StorageException or DbException or ChannelClosedException)
        {
            // A caller's own request reports a storage fault. Deferring loses only counts, and the audit log has each read.
        }

        Task CountAsync() =>
            WriteAsync(
                transaction =>
                {
                    transaction.Usage.Flush(transaction.Statements, now);
                    return Task.FromResult(Unit.Value);
                },
                CancellationToken.None
            );
    }

    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
        {
            return;
        }
        await _writing; // What is queued is still written.
        _statements.Dispose();
    }

    private async Task<T> EnqueueAsync<T>(WriteJob<T> writeJob, CancellationToken cancel)
    {
        await _queue.Writer.WriteAsync(writeJob, cancel).ConfigureAwait(false);
        return await writeJob.Answer.ConfigureAwait(false);
    }

    private async Task WriteAllAsync()
    {
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await CommitNextAsync().ConfigureAwait(false);
        }
    }

    private async Task CommitNextAsync()
    {
        _batch.Clear();
        while (_batch.Count < MaxPerCommit && _queue.Reader.TryRead(out var writeJob))
        {
            _batch.Add(writeJob);
        }
        try
        {
            await CommitBatchAsync(_batch).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _batch.ForEach(p => p.Fail(e)); // Not expected; but nothing may end the writer.
        }
        _batch.ForEach(p => p.Complete());
    }

    private async Task CommitBatchAsync(List<WriteJob> writeJobs)
    {
        var head = _chain.CreateSavepoint();
        var revision = 0L;
        try
        {
            using var transaction = _statements.BeginChange();
            var changes = new RevisionChanges(_statements, ReadCache);
            foreach (var writeJob in writeJobs)
            {
                await writeJob.RunAsync(new WriteTransaction(_statements, _chain, ReadCache, changes, Usage)).ConfigureAwait(false);
            }
            revision = changes.Store();
            transaction.Commit();
            _chain.Commit();
        }
        catch (Exception e)
        {
            // A full disk, a missing file, a lock timeout: all these callers receive the error, and the writer continues.
            _chain.RollbackTo(head);
            ReadCache.End(committed: false, revision);
            Usage.OnTransactionEnded(committed: false);
            writeJobs.ForEach(p => p.Fail(new StorageException(e)));
            return;
        }
        ReadCache.End(committed: true, revision);
        if (Usage.OnTransactionEnded(committed: true))
        {
            ReadCache.NoteUse();
        }
    }
}
