using System.Collections.Concurrent;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Storage;

/// <summary>An allowed reading with a result: the operation, the details of its audit row, and the result.</summary>
/// <param name="Rows">How many rows' worth of memory the result takes.</param>
internal sealed record CachedReading(ResolvedDemand Demand, Audit.AuditNote Note, object Answer, int Rows)
{
    /// <summary>Whether the reading was made for this caller: a workload's JWT stays the same if it is mapped to another service.</summary>
    public bool IsOf(Actor actor) =>
        (actor, Demand.Question.Actor) switch
        {
            (ServiceActor now, ServiceActor before) => now.Id == before.Id,
            (TokenActor, TokenActor) => true, // The reader is the same.
            _ => false,
        };
}

/// <summary>Who may be answered with the same cached reading: a service by one of its credentials or workloads, and all tokens with equal
/// rights, because what a token reads depends on its rights alone. Each request is decided by its own facts.</summary>
internal static class Reader
{
    /// <param name="claim">The key of the credential or the token (<see cref="Tokens.TokenClaim.Key"/>).</param>
    public static string Of(Actor actor, string claim) =>
        actor switch
        {
            TokenActor { Stores: null } token => Rights(token),
            TokenActor { Stores: { } stores } token =>
                $"{Rights(token)} {string.Join(' ', stores.Select(s => s.Value).Order(StringComparer.Ordinal))}",
            _ => claim,
        };

    private static string Rights(TokenActor token) => $"tokens {(int?)token.Level} {token.Administer}";
}

/// <summary>What a cached reading depends on. A change that touches one of its tags evicts it.</summary>
internal static class ReadingTags
{
    /// <summary>The reading may depend on any data: every change evicts it.</summary>
    public const string Anything = "anything";

    /// <summary>The reading shows last-used times.</summary>
    public const string Uses = "uses";

    public static string Store(string id) => "store " + id;

    public static string Secret(string id) => "secret " + id;

    public static string Service(string id) => "service " + id;

    /// <summary>A service reads its own bindings and their secrets. A token reads one secret, what is in one store, or what is in
    /// many.</summary>
    public static IEnumerable<string> Of(Operation reading, in Question question)
    {
        var tags = question.Actor switch
        {
            ServiceActor service => new List<string> { Service(service.Id.Value) },
            TokenActor when reading.Demand.Target is { Kind: TargetReferenceKind.Secret, Id: { } secret } => [Secret(secret)],
            TokenActor when question.Target is { Kind: TargetKind.Store } target => [Store(target.Store.Value)],
            _ => [Anything],
        };
        if (reading.ShowsUse)
        {
            tags.Add(Uses);
        }
        return tags;
    }
}

/// <summary>The cached readings, by reader (<see cref="Reader"/>) and operation, with an index of their tags.</summary>
/// <remarks>Only the writer uses it; other threads may call <see cref="Contains"/>.</remarks>
internal sealed class CachedReadings
{
    private const int MaxRows = 65_536;

    private readonly ConcurrentDictionary<(string Reader, Operation Reading), CachedReading> _readings = new();
    private readonly Dictionary<string, HashSet<(string Reader, Operation Reading)>> _byTag = [];
    private int _rows;

    public bool Contains(string reader, Operation reading) => _readings.ContainsKey((reader, reading));

    public CachedReading? Find(string reader, Operation reading) => _readings.GetValueOrDefault((reader, reading));

    /// <summary>A result that is too large is not cached; if all of them are, the cache starts over.</summary>
    public void Add(string reader, Operation reading, CachedReading cached)
    {
        if (cached.Rows > MaxRows / 16)
        {
            return;
        }
        if (_rows + cached.Rows > MaxRows)
        {
            Clear();
        }
        else if (_readings.TryAdd((reader, reading), cached))
        {
            _rows += cached.Rows;
            foreach (var tag in ReadingTags.Of(reading, cached.Demand.Question))
            {
                (_byTag.TryGetValue(tag, out var tagged) ? tagged : _byTag[tag] = []).Add((reader, reading));
            }
        }
    }

    public void Evict(string tag)
    {
        if (!_byTag.Remove(tag, out var tagged))
        {
            return;
        }
        foreach (var key in tagged)
        {
            if (_readings.TryRemove(key, out var cached))
            {
                _rows -= cached.Rows;
                RemoveTags(key, cached);
            }
        }
    }

    private void RemoveTags((string Reader, Operation Reading) key, CachedReading cached)
    {
        foreach (var tag in ReadingTags.Of(key.Reading, cached.Demand.Question))
        {
            if (_byTag.TryGetValue(tag, out var tagged) && tagged.Remove(key) && tagged.Count == 0)
            {
                _byTag.Remove(tag);
            }
        }
    }

    public void Clear()
    {
        if (!_readings.IsEmpty)
        {
            _readings.Clear();
            _byTag.Clear();
        }
        _rows = 0;
    }
}
