namespace SecretsDashboard.Web.Circuits;

/// <summary>Remembers for each session why its last connection was refused, so that its next page can show the reason
/// without script.</summary>
internal sealed class ConnectionProblems
{
    private const int MaxCount = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ConnectionProblem> _bySession = new(StringComparer.Ordinal);

    public void Note(string session, ConnectionProblem problem)
    {
        lock (_lock)
        {
            if (_bySession.Count >= MaxCount && !_bySession.ContainsKey(session))
            {
                _bySession.Remove(_bySession.Keys.First());
            }
            _bySession[session] = problem;
        }
    }

    /// <summary>Clears the problem: a connection of the session was accepted.</summary>
    public void Forget(string session)
    {
        lock (_lock)
        {
            _bySession.Remove(session);
        }
    }

    public ConnectionProblem? Of(string session)
    {
        lock (_lock)
        {
            return _bySession.GetValueOrDefault(session);
        }
    }
}
