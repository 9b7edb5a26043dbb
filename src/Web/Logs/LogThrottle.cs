using System.Collections.Concurrent;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Logs;

/// <summary>Counts log entries by kind, so that a kind is written at most once a minute with the number of its entries:
/// clients must not be able to fill the log.</summary>
internal sealed class LogThrottle(TimeProvider time)
{
    // The program defines the kinds, not its clients, so there are far fewer; beyond this limit all other kinds share one counter.
    private const int MaxKinds = 1_000;

    private readonly ConcurrentDictionary<(string Category, int Event, string? Name, Type? Fault), MinuteCounter> _counters = [];
    private readonly MinuteCounter _others = new(time);

    /// <summary>Counts one entry.</summary>
    /// <returns>The number of entries since the last written one, if this one is to be written; otherwise null.</returns>
    public long? CountEntry(string category, EventId id, Exception? fault)
    {
        var kind = (category, id.Id, id.Name, fault?.GetType());
        var counter =
            _counters.TryGetValue(kind, out var known) ? known
            : _counters.Count >= MaxKinds ? _others
            : _counters.GetOrAdd(kind, static (_, time) => new MinuteCounter(time), time);
        return counter.CountEvent();
    }
}
