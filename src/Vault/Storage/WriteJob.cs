using System.Data.Common;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Work for a write transaction. Its caller receives the result only after the commit.</summary>
internal abstract class WriteJob
{
    public abstract ValueTask RunAsync(WriteTransaction transaction);
    public abstract void Fail(Exception e);

    /// <summary>Returns the result to the caller.</summary>
    public abstract void Complete();
}

internal abstract class WriteJob<T> : WriteJob
{
    // Continuations run asynchronously, so that a caller that blocks does not delay the others of its commit.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _fault;

    public Task<T> Answer => _answer.Task;
    protected T? Value { get; set; }

    /// <summary>Only the first fault is reported.</summary>
    public override void Fail(Exception e) => _fault ??= e;

    public override void Complete()
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

/// <summary>A change with its audit row, in a savepoint of its own.</summary>
internal sealed class ChangeJob<T>(Func<WriteTransaction, Task<T>> work) : WriteJob<T>
{
    public override async ValueTask RunAsync(WriteTransaction transaction)
    {
        transaction.Begin();
        try
        {
            Value = await work(transaction).ConfigureAwait(false);
        }
        catch (Exception e) when (!transaction.IsOver)
        {
            // The fault concerns only this job: the job is rolled back, and its caller receives the fault.
            transaction.RollBack();
            Fail(transaction.IsStorageFault(e) ? new StorageException(e) : e);
        }
        transaction.End();
    }
}

/// <summary>The audit row of a reading.</summary>
internal sealed class RowJob<T>(Func<WriteTransaction, ValueTask<T>> work) : WriteJob<T>
{
    public override async ValueTask RunAsync(WriteTransaction transaction)
    {
        try
        {
            Value = await work(transaction).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not DbException)
        {
            Fail(e); // If the database itself fails, the transaction ends for all jobs.
        }
    }
}
