using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The reads of one service that are in memory: the last uses that were written within the last minute, and the counts since
/// the last flush.</summary>
internal sealed class ServiceUse(string service)
{
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string Name, string Secret), DateTimeOffset> _written = [];
    private readonly List<Counts> _hours = []; // It has one item, or two if an hour has just ended.

    public string Service => service;

    /// <summary>Records the use of a binding, its secret and its service, unless it was recorded within the last minute.</summary>
    /// <returns>Whether it was written.</returns>
    public bool RecordUse(Statements statements, string name, string secret, DateTimeOffset now)
    {
        if (_written.TryGetValue((name, secret), out var at) && now - at < WriteInterval)
        {
            return false;
        }
        // A use is not an edit, so it changes neither the secret's revision nor its modification time.
        var used = now.ToUnixTimeMilliseconds();
        statements.Run(
            """
            UPDATE "Secrets" SET "LastUsed" = $now, "LastUsedBy" = $service
            WHERE "Id" = $secret AND ("LastUsed" IS NULL OR "LastUsed" < $now)
            """,
            ("$now", used),
            ("$service", service),
            ("$secret", secret)
        );
        statements.Run(
            """
            UPDATE "Bindings" SET "LastUsed" = $now
            WHERE "ServiceId" = $service AND "Name" = $name AND "SecretId" = $secret AND ("LastUsed" IS NULL OR "LastUsed" < $now)
            """,
            ("$now", used),
            ("$service", service),
            ("$name", name),
            ("$secret", secret)
        );
        statements.Run(
            """
            UPDATE "Services" SET "LastUsed" = $now WHERE "Id" = $service AND ("LastUsed" IS NULL OR "LastUsed" < $now)
            """,
            ("$now", used),
            ("$service", service)
        );
        _written[(name, secret)] = now;
        return true;
    }

    public void Forget((string Name, string Secret) use) => _written.Remove(use);

    public void Count(long hourIndex, bool isRead)
    {
        if (_hours.Count == 0 || _hours[^1].HourIndex != hourIndex)
        {
            _hours.Add(new Counts(hourIndex));
        }
        var counts = _hours[^1];
        (counts.Reads, counts.Refusals) = isRead ? (counts.Reads + 1, counts.Refusals) : (counts.Reads, counts.Refusals + 1);
    }

    /// <summary>Adds the counts to the service's hours, unless the service was removed in the meantime.</summary>
    public void Write(Statements statements, long millisecondsPerHour)
    {
        foreach (var hour in _hours)
        {
            statements.Run(
                """
                INSERT INTO "HoursOfReads" ("ServiceId", "Hour", "Reads", "Refusals")
                SELECT $service, $hour, $reads, $refusals WHERE EXISTS (SELECT 1 FROM "Services" WHERE "Id" = $service)
                ON CONFLICT ("ServiceId", "Hour")
                DO UPDATE SET "Reads" = "Reads" + excluded."Reads", "Refusals" = "Refusals" + excluded."Refusals"
                """,
                ("$service", service),
                ("$hour", hour.HourIndex * millisecondsPerHour),
                ("$reads", hour.Reads),
                ("$refusals", hour.Refusals)
            );
        }
    }

    /// <summary>Removes the counts, because their flush was committed. Last uses that were written more than a minute ago are removed too:
    /// the next use would be written in any case.</summary>
    /// <returns>Whether anything is left that must stay in memory.</returns>
    public bool ClearFlushedCounts(DateTimeOffset now)
    {
        foreach (var (binding, at) in _written)
        {
            if (now - at >= WriteInterval)
            {
                _written.Remove(binding);
            }
        }
        _hours.Clear();
        return _written.Count > 0;
    }

    /// <param name="hourIndex">The number of full hours since 1970.</param>
    private sealed class Counts(long hourIndex)
    {
        public long HourIndex { get; } = hourIndex;
        public int Reads { get; set; }
        public int Refusals { get; set; }
    }
}
