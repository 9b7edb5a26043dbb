namespace SecretsDashboard.Client.Configuration;

/// <summary>How things stand between this service and the server.</summary>
internal enum ContactState
{
    /// <summary>Nothing was read yet.</summary>
    Never = 1,

    /// <summary>The server's stream of changes is open: what it says counts here.</summary>
    InTouch,

    /// <summary>The server can't be reached; what it last said is served.</summary>
    Away,

    /// <summary>The server says that the credential does not count, or hands this service nothing.</summary>
    Refused,
}

/// <summary>A look at the contact at one moment.</summary>
/// <param name="LastHeard">When the server last said anything that counted; null: never.</param>
/// <param name="Since">When this state began.</param>
/// <param name="Why">What is wrong; empty while nothing is.</param>
internal sealed record Contact(ContactState State, DateTimeOffset? LastHeard, DateTimeOffset Since, string Why);

/// <summary>Keeps the contact; read by the health check from any thread.</summary>
internal sealed class ContactLog
{
    private readonly TimeProvider _time = TimeProvider.System;
    private volatile Contact _now = new(ContactState.Never, null, TimeProvider.System.GetUtcNow(), "The server was not reached yet.");

    public Contact Now => _now;

    public void Heard()
    {
        var now = _time.GetUtcNow();
        _now = new(ContactState.InTouch, now, _now.State == ContactState.InTouch ? _now.Since : now, "");
    }

    /// <summary>It went wrong. What was never read stays so, and what is said for the first time says since when.</summary>
    public void Lost(SecretsDashboardException e)
    {
        var state = e.Failure != SecretsDashboardFailure.Unreachable ? ContactState.Refused : _now.LastHeard is null ? ContactState.Never : ContactState.Away;
        _now = new(state, _now.LastHeard, state == _now.State ? _now.Since : _time.GetUtcNow(), e.Message);
    }

    /// <summary>How long the server has refused; zero while it does not.</summary>
    public TimeSpan RefusedFor => _now is { State: ContactState.Refused } refused ? _time.GetUtcNow() - refused.Since : TimeSpan.Zero;
}
