namespace SecretsDashboard.Client.Configuration;

/// <summary>The state of the connection between this service and the server.</summary>
internal enum ContactState
{
    /// <summary>Nothing was read yet.</summary>
    Never = 1,

    /// <summary>The server's stream of changes is open, so the values are current.</summary>
    InTouch,

    /// <summary>The server can't be reached; the last known values are served.</summary>
    Away,

    /// <summary>The server rejected the credential, or refuses to return values to this service.</summary>
    Refused,
}

/// <summary>A snapshot of the connection state.</summary>
/// <param name="LastHeard">When the server last sent a valid message; null: never.</param>
/// <param name="Since">When this state began.</param>
/// <param name="Why">The reason for the failure; empty if there is none.</param>
internal sealed record Contact(ContactState State, DateTimeOffset? LastHeard, DateTimeOffset Since, string Why);

/// <summary>Tracks the connection state; the health check reads it from any thread. Durations are measured with a monotonic timestamp,
/// because the system clock may jump.</summary>
internal sealed class ContactLog(TimeProvider time)
{
    private volatile Contact _now = new(ContactState.Never, null, time.GetUtcNow(), "The server was not reached yet.");
    private long? _refused;

    public Contact Now => _now;

    public void Heard()
    {
        var now = time.GetUtcNow();
        _refused = null;
        _now = new(ContactState.InTouch, now, _now.State == ContactState.InTouch ? _now.Since : now, "");
    }

    /// <summary>Records a failure. An unreachable server leaves the state at <c>Never</c> before the first successful read, and does not
    /// cancel an earlier refusal. <c>Since</c> changes only with the state.</summary>
    public void Lost(SecretsDashboardException e)
    {
        var state =
            e.Failure != SecretsDashboardFailure.Unreachable || _refused is not null ? ContactState.Refused
            : _now.LastHeard is null ? ContactState.Never
            : ContactState.Away;
        if (state == ContactState.Refused)
        {
            _refused ??= time.GetTimestamp();
        }
        _now = new(state, _now.LastHeard, state == _now.State ? _now.Since : time.GetUtcNow(), e.Message);
    }

    /// <summary>How long the server's latest response has been a refusal; zero if it is not one.</summary>
    public TimeSpan RefusedFor => _refused is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
}
