using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SecretsDashboard.Vault.Gate;

/// <summary>Whether the vault can do its work: the database is reachable, and the audit log can be
/// written. The key is in memory for as long as the vault is open.</summary>
/// <remarks>Anyone may ask, so it looks at most once in five seconds, whatever the number of
/// requests. It goes past the gate because there is nothing to decide:
/// it reads and leaves nothing, and says only yes or no.</remarks>
public sealed partial class Readiness
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5),
        Patience = TimeSpan.FromSeconds(5);

    private readonly WriteQueue _writeQueue;
    private readonly Snapshots _snapshots;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private Task<bool>? _look;
    private long _lookedAt;
    private bool _wasReady = true;

    internal Readiness(WriteQueue writeQueue, Snapshots snapshots, TimeProvider time, ILogger log) =>
        (_writeQueue, _snapshots, _time, _log) = (writeQueue, snapshots, time, log);

    /// <summary>Whether it could do its work at the last look, which is at most five seconds old.
    /// A disk that answers nothing for five seconds is not ready.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            return await CurrentLook().WaitAsync(Patience, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task<bool> CurrentLook()
    {
        lock (_lock)
        {
            if (_look is null || _look.IsCompleted && _time.GetElapsedTime(_lookedAt) >= Lifetime)
            {
                (_look, _lookedAt) = (Task.Run(LookAsync), _time.GetTimestamp());
            }
            return _look;
        }
    }

    private async Task<bool> LookAsync()
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

    /// <summary>Once when it begins and once when it ends: a line for each probe would fill the disk that may be full.</summary>
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
