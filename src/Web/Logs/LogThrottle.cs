using System.Collections.Concurrent;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Logs;

/// <summary>Counts log entries by kind, so that a kind is written once a minute with the number of
/// its entries: what any client can bring about must not fill the log.</summary>
internal sealed class LogThrottle(TimeProvider time)
{
    // Kinds are made by the program, not by its clients, so there are far fewer; beyond this all others share one count.
    private const int MaxKinds = 1_000;

    private readonly ConcurrentDictionary<(string Category, int Event, string? Name, Type? Fault), MinuteCounter> _tallies = [];
    private readonly MinuteCounter _others = new(time);

    /// <summary>Counts one entry.</summary>
    /// <returns>How many there were since the last one that was written, if this one is to be written; else null.</returns>
    public long? CountToWrite(string category, EventId id, Exception? fault)
    {
        var kind = (category, id.Id, id.Name, fault?.GetType());
        var counter =
            _tallies.TryGetValue(kind, out var known) ? known
            : _tallies.Count >= MaxKinds ? _others
            : _tallies.GetOrAdd(kind, static (_, time) => new MinuteCounter(time), time);
        return counter.CountToWrite();
    }
}
