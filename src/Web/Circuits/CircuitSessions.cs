using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Circuits;

/// <summary>The session of each circuit, and the number of circuits of each session and member. A circuit's id lets a
/// browser resume the circuit after a lost connection; it is accepted only from the session that opened the
/// circuit.</summary>
internal sealed class CircuitSessions(CircuitLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Connection> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sessionsByToken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OpenCircuit> _circuits = new(StringComparer.Ordinal);

    /// <summary>Adds a new connection. It has no circuit yet, so there may be more connections than circuits, up to a
    /// separate limit.</summary>
    /// <param name="connection">The connection's id.</param>
    /// <param name="token">The token that the browser's requests use for the connection; null when it made a single request.</param>
    /// <param name="owner">The session that opened it.</param>
    public bool TryConnect(string connection, string? token, CircuitOwner owner)
    {
        lock (_lock)
        {
            if (IsFull(limits.PerSession, o => o.Session == owner.Session) || IsFull(limits.PerMember, o => o.Member == owner.Member))
            {
                return false;
            }
            _connections[connection] = new Connection(owner, token);
            if (token is not null)
            {
                _sessionsByToken[token] = owner.Session;
            }
            return true;
        }
    }

    /// <summary>Whether a request of this session may use the connection of this token; SignalR itself rejects an unknown token.</summary>
    public bool MayUse(string token, string? session)
    {
        lock (_lock)
        {
            return !_sessionsByToken.TryGetValue(token, out var owner) || owner == session;
        }
    }

    /// <summary>Whether the session has a connected circuit, which shows that its browser can reach the server.</summary>
    public bool HasCircuit(string session)
    {
        lock (_lock)
        {
            return _circuits.Values.Any(c => c.LostAt is null && c.Owner.Session == session);
        }
    }

    /// <summary>Reserves room for one more circuit. The owner's circuits that wait for a disconnected browser are ended
    /// first, starting with the oldest.</summary>
    /// <returns>The reason against a new circuit, if there is one, and the circuits that have to be ended.</returns>
    public (ConnectionProblem? Problem, IReadOnlyList<string> Ended) TryStart(string connection, CircuitOwner owner)
    {
        lock (_lock)
        {
            ForgetExpired();
            var ended = new List<string>();
            ConnectionProblem? problem =
                !MakeRoom(limits.PerSession, o => o.Session == owner.Session, ended)
                    ? new ConnectionProblem.TooManyCircuits(limits.PerSession, OfMember: false)
                : !MakeRoom(limits.PerMember, o => o.Member == owner.Member, ended)
                    ? new ConnectionProblem.TooManyCircuits(limits.PerMember, OfMember: true)
                : null;
            if (problem is null && _connections.TryGetValue(connection, out var own))
            {
                own.IsStarting = true;
            }
            return (problem, ended);
        }
    }

    /// <summary>Records that the circuit was started, or (null) that it failed to start.</summary>
    public void Started(string connection, CircuitOwner owner, string? circuit)
    {
        lock (_lock)
        {
            var own = _connections.GetValueOrDefault(connection);
            if (own is not null)
            {
                (own.IsStarting, own.Circuit) = (false, circuit ?? own.Circuit);
            }
            if (circuit is not null)
            {
                _circuits[circuit] = new OpenCircuit(owner, own is null ? null : connection)
                {
                    LostAt = own is null ? time.GetTimestamp() : null,
                };
            }
        }
    }

    /// <summary>Whether this connection may take over this circuit: it is of the same session, and has no other circuit,
    /// which would never be ended.</summary>
    public bool TryTakeOver(string connection, CircuitOwner owner, string circuit)
    {
        lock (_lock)
        {
            ForgetExpired();
            if (
                !_circuits.TryGetValue(circuit, out var open)
                || open.Owner.Session != owner.Session
                || !_connections.TryGetValue(connection, out var own)
                || (own.Circuit is not null && own.Circuit != circuit)
            )
            {
                return false;
            }
            (open.Connection, open.LostAt, own.Circuit) = (connection, null, circuit);
            return true;
        }
    }

    /// <summary>Whether the circuit belongs to this session, which is ending it.</summary>
    public bool TryEnd(string circuit, string? session)
    {
        lock (_lock)
        {
            return _circuits.TryGetValue(circuit, out var open) && open.Owner.Session == session && _circuits.Remove(circuit);
        }
    }

    /// <summary>Removes a closed connection. Its circuit waits for its browser.</summary>
    /// <returns>Circuits of the same member that have to be ended, because too many wait.</returns>
    public IReadOnlyList<string> Disconnected(string connection)
    {
        lock (_lock)
        {
            if (!_connections.Remove(connection, out var own))
            {
                return [];
            }
            if (own.Token is not null)
            {
                _sessionsByToken.Remove(own.Token);
            }
            if (own.Circuit is not null && _circuits.TryGetValue(own.Circuit, out var open) && open.Connection == connection)
            {
                (open.Connection, open.LostAt) = (null, time.GetTimestamp());
            }
            ForgetExpired();
            var lost = Lost(o => o.Member == own.Owner.Member);
            return Forget(lost.Take(lost.Count - CircuitLimits.RetainedPerMember));
        }
    }

    private bool IsFull(int limit, Func<CircuitOwner, bool> isOf) =>
        limit > 0 && _connections.Values.Count(c => isOf(c.Owner)) >= 2L * limit;

    private bool MakeRoom(int limit, Func<CircuitOwner, bool> isOf, List<string> ended)
    {
        var excess = _circuits.Values.Count(c => isOf(c.Owner)) + _connections.Values.Count(c => c.IsStarting && isOf(c.Owner)) + 1 - limit;
        if (limit == 0 || excess <= 0)
        {
            return true;
        }
        var lost = Lost(isOf);
        if (lost.Count < excess)
        {
            return false;
        }
        ended.AddRange(Forget(lost.Take(excess)));
        return true;
    }

    /// <summary>The circuits that wait for a disconnected browser, the oldest first.</summary>
    private List<string> Lost(Func<CircuitOwner, bool> isOf) =>
        [.. _circuits.Where(c => c.Value.LostAt is not null && isOf(c.Value.Owner)).OrderBy(c => c.Value.LostAt).Select(c => c.Key)];

    private List<string> Forget(IEnumerable<string> circuits)
    {
        var all = circuits.ToList();
        all.ForEach(c => _circuits.Remove(c));
        return all;
    }

    private void ForgetExpired() =>
        Forget(_circuits.Where(c => c.Value.LostAt is { } lost && time.GetElapsedTime(lost) > CircuitLimits.Retention).Select(c => c.Key));

    private sealed class Connection(CircuitOwner owner, string? token)
    {
        public CircuitOwner Owner => owner;
        public string? Token => token;
        public bool IsStarting { get; set; }
        public string? Circuit { get; set; }
    }

    private sealed class OpenCircuit(CircuitOwner owner, string? connection)
    {
        public CircuitOwner Owner => owner;
        public string? Connection { get; set; } = connection;

        /// <summary>Since when the circuit waits for its browser; null while it is connected.</summary>
        public long? LostAt { get; set; }
    }
}
