using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Whether the vault can work: the database is reachable, and the audit log
/// can be written. The key is in memory as long as the vault is open.</summary>
/// <remarks>Unauthenticated clients may ask, so it checks at most once in five seconds, whatever the number of requests. It bypasses the
/// gate because there is nothing to decide: it reads and leaves nothing, and returns only yes or no.</remarks>
public sealed partial class Readiness
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5),
        MaxWait = TimeSpan.FromSeconds(5);

    private readonly WriteQueue _writeQueue;
    private readonly Snapshots _snapshots;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private Task<bool>? _check;
    private long _checkedAt;
    private bool _wasReady = true;

    internal Readiness(WriteQueue writeQueue, Snapshots snapshots, TimeProvider time, ILogger log) =>
        (_writeQueue, _snapshots, _time, _log) = (writeQueue, snapshots, time, log);

    /// <summary>The result of the last check, which is at most five seconds old. A
    /// disk that does not respond for five seconds is not ready.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            return await CurrentCheck().WaitAsync(MaxWait, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task<bool> CurrentCheck()
    {
        lock (_lock)
        {
            if (_check is null || _check.IsCompleted && _time.GetElapsedTime(_checkedAt) >= Lifetime)
            {
                (_check, _checkedAt) = (Task.Run(CheckAsync), _time.GetTimestamp());
            }
            return _check;
        }
    }

    private async Task<bool> CheckAsync()
    {
        try
        {
            using (var snapshot = _snapshots.Open())
            {
                snapshot.Statements.Scalar("""SELECT COUNT(*) FROM "SetupMarks" """);
            }
            await _writeQueue.TryAuditAsync().ConfigureAwait(false);
            Log(fault: null);
            return true;
        }
        catch (Exception e) when (e is StorageException or DbException or IOException or ChannelClosedException)
        {
            Log(e);
            return false;
        }
    }

    /// <summary>Logs once at the begin and once at the end of a failure: a line
    /// for each probe would fill a disk that may already be full.</summary>
    private void Log(Exception? fault)
    {
        if (fault is null && !_wasReady)
        {
            ReadyAgain(_log);
        }
        else if (fault is not null && _wasReady)
        {
            NotReady(_log, fault);
        }
        _wasReady = fault is null;
    }

    [LoggerMessage(LogLevel.Error, "Not ready: the storage can't be read, or the audit log can't be written.")]
    private static partial void NotReady(ILogger log, Exception fault);

    [LoggerMessage(LogLevel.Information, "Ready again: the storage can be read and the audit log written.")]
    private static partial void ReadyAgain(ILogger log);
}
