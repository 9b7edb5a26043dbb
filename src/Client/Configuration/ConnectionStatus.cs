namespace SecretsDashboard.Client.Configuration;

/// <summary>The state of the connection between this service and the server.</summary>
internal enum ConnectionState
{
    /// <summary>Nothing was read yet.</summary>
    NotConnected = 1,

    /// <summary>The server's stream of changes is open, so the values are current.</summary>
    Connected,

    /// <summary>The server can't be reached; the last known values are served.</summary>
    Unreachable,

    /// <summary>The server rejected the credential, or refuses to return values to this service.</summary>
    Refused,
}

/// <summary>A snapshot of the connection state.</summary>
/// <param name="LastReceived">When the server last sent a valid message; null: never.</param>
/// <param name="Since">When this state began.</param>
/// <param name="Reason">The reason for the failure; empty if there is none.</param>
internal sealed record ConnectionStatus(ConnectionState State, DateTimeOffset? LastReceived, DateTimeOffset Since, string Reason);

/// <summary>Tracks the connection state; the health check reads it from any thread. Durations are measured with a monotonic timestamp,
/// because the system clock may jump.</summary>
internal sealed class ConnectionTracker(TimeProvider time)
{
    private volatile ConnectionStatus _now = new(ConnectionState.NotConnected, null, time.GetUtcNow(), "The server was not reached yet.");
    private long? _refused;

    public ConnectionStatus Now => _now;

    public void RecordMessage()
    {
        var now = time.GetUtcNow();
        _refused = null;
        _now = new(ConnectionState.Connected, now, _now.State == ConnectionState.Connected ? _now.Since : now, "");
    }

    /// <summary>Records a failure. An unreachable server leaves the state at <c>NotConnected</c> before the first successful read, and does
    /// not cancel an earlier refusal. <c>Since</c> changes only with the state.</summary>
    public void RecordFailure(SecretsDashboardException e)
    {
        var state =
            e.Failure != SecretsDashboardFailure.Unreachable || _refused is not null ? ConnectionState.Refused
            : _now.LastReceived is null ? ConnectionState.NotConnected
            : ConnectionState.Unreachable;
        if (state == ConnectionState.Refused)
        {
            _refused ??= time.GetTimestamp();
        }
        _now = new(state, _now.LastReceived, state == _now.State ? _now.Since : time.GetUtcNow(), e.Message);
    }

    /// <summary>How long the server's latest response has been a refusal; zero if it is not one.</summary>
    public TimeSpan RefusedFor => _refused is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
}
