using System.Threading.Channels;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Signals one waiter that something may have changed. Several signals before the wait are one.</summary>
internal sealed class AsyncSignal
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Set() => _signals.Writer.TryWrite(true);

    /// <summary>Returns at the next signal, or after the timeout.</summary>
    /// <returns>Whether there was a signal.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(_signals.Reader.WaitToReadAsync(over.Token).AsTask(), Task.Delay(timeout, over.Token));
        await over.CancelAsync(); // Otherwise the task that has not finished would wait forever.
        var wasSet = _signals.Reader.TryRead(out _);
        cancel.ThrowIfCancellationRequested();
        return wasSet;
    }
}
