using Microsoft.Data.Sqlite;

namespace SecretsDashboard.Vault.Gate;

/// <summary>Something to be done at the writer's turn. Its asker is told only when the turn is over.</summary>
internal abstract class Piece
{
    public abstract ValueTask DoAsync(Turn turn);
    public abstract void Fail(Exception e);

    /// <summary>Its asker goes on from here.</summary>
    public abstract void Tell();
}

internal abstract class Piece<T> : Piece
{
    // Each asker goes on by itself: one that blocks must not keep the others of its commit waiting.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _fault;

    public Task<T> Answer => _answer.Task;
    protected T? Value { get; set; }

    /// <summary>The first fault is the one that is told.</summary>
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

/// <summary>A change with its row: within a savepoint of its own.</summary>
internal sealed class ChangePiece<T>(Func<Turn, Task<T>> work) : Piece<T>
{
    public override async ValueTask DoAsync(Turn turn)
    {
        turn.Begin();
        try
        {
            Value = await work(turn).ConfigureAwait(false);
        }
        catch (Exception e) when (!turn.IsOver)
        {
            // Whatever it was, it concerns this piece alone: it is undone and its asker is told.
            turn.TakeBack();
            Fail(StorageException.IsOf(e) ? new StorageException(e) : e);
        }
        turn.End();
    }
}

/// <summary>The row of a reading.</summary>
internal sealed class RowPiece<T>(Func<Turn, T> work) : Piece<T>
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
