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

/// <summary>Keeps the contact; read by the health check from any thread. How long something
/// lasts is measured and not read off the clock, which may jump.</summary>
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

    /// <summary>It went wrong. What was never read stays so, what is said for the first time says
    /// since when, and a server that is away has not taken a refusal back.</summary>
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

    /// <summary>How long a refusal has been the server's last word; zero while it is not.</summary>
    public TimeSpan RefusedFor => _refused is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
}
