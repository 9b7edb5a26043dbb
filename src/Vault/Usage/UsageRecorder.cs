using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Usage;

/// <summary>Records last uses and the number of reads, for every request of a value, done or refused, together with its audit row. Most
/// requests cost a comparison and a counter in memory: a use is written at most once a minute, in the commit of its row, and counts every
/// few seconds by <see cref="Flush"/>.</summary>
/// <remarks>Only for write transactions. Records become effective with the commit: <see cref="Mark"/>, <see cref="Reset"/>,
/// <see cref="End"/>. If the process is killed, the counts since the last flush are lost, but no use and no audit row.</remarks>
internal sealed class UsageRecorder
{
    /// <summary>How long counts stay in memory.</summary>
    public static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(5);

    /// <summary>How long the counts of an hour are kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    private const long MillisecondsOfAnHour = 3_600_000;

    private readonly Dictionary<string, ServiceUse> _services = [];
    private readonly List<UsageRecord> _records = []; // The records since the last commit.
    private DateTimeOffset? _flushed; // The time of a flush since the last commit.
    private long _prunedIn;
    private volatile bool _hasCounts;

    /// <summary>Whether there are counts to flush. For other threads than the writer, it is only a hint.</summary>
    public bool HasCounts => _hasCounts;

    /// <summary>Records a request, if it is for a value and by a known service.</summary>
    public void Record(Statements statements, in ResolvedDemand demand, AuditResult result, DateTimeOffset now)
    {
        if (demand.Question is not { Act: Act.Resolve, Actor: ServiceActor { Id.Value: { Length: > 0 } service } })
        {
            return;
        }
        if (!_services.TryGetValue(service, out var use))
        {
            _services[service] = use = new ServiceUse(service);
        }
        var isRead = result == AuditResult.Done;
        var isWritten =
            isRead && demand is { TargetName: { } name, Reference.SecondId: { } secret } && use.RecordUse(statements, name, secret, now);
        _records.Add(
            new UsageRecord(
                use,
                isRead,
                now.ToUnixTimeMilliseconds() / MillisecondsOfAnHour,
                isWritten ? (demand.TargetName!, demand.Reference.SecondId!) : null
            )
        );
    }

    public (int Records, DateTimeOffset? Flushed) Mark() => (_records.Count, _flushed);

    /// <summary>Removes the records since the mark, which were also rolled back in the database.</summary>
    public void Reset((int Records, DateTimeOffset? Flushed) mark)
    {
        for (var i = mark.Records; i < _records.Count; i++)
        {
            if (_records[i].WrittenUse is { } use)
            {
                _records[i].Use.Forget(use);
            }
        }
        _records.RemoveRange(mark.Records, _records.Count - mark.Records);
        _flushed = mark.Flushed;
    }

    /// <summary>Called after the commit; if it failed, none of the records is kept.</summary>
    /// <returns>Whether a last-used time has changed.</returns>
    public bool End(bool committed)
    {
        if (!committed)
        {
            Reset(default);
            return false;
        }
        if (_flushed is { } now)
        {
            Empty(now);
        }
        var isUseWritten = false;
        foreach (var record in _records)
        {
            record.Use.Count(record.Hour, record.IsRead);
            isUseWritten |= record.WrittenUse is not null;
        }
        _hasCounts |= _records.Count > 0;
        _records.Clear();
        return isUseWritten;
    }

    /// <summary>Writes the counts of earlier commits, and deletes those that are too old.</summary>
    public void Flush(Statements statements, DateTimeOffset now)
    {
        if (_flushed is not null)
        {
            return; // Already done in this commit.
        }
        foreach (var use in _services.Values)
        {
            use.Write(statements, MillisecondsOfAnHour);
        }
        var hour = now.ToUnixTimeMilliseconds() / MillisecondsOfAnHour;
        if (_prunedIn != hour)
        {
            statements.Run(
                """DELETE FROM "HoursOfReads" WHERE "Hour" < $oldest""",
                ("$oldest", (now - Retention).ToUnixTimeMilliseconds())
            );
            _prunedIn = hour;
        }
        _flushed = now;
    }

    private void Empty(DateTimeOffset now)
    {
        foreach (var (service, use) in _services)
        {
            if (!use.Empty(now))
            {
                _services.Remove(service);
            }
        }
        foreach (var record in _records)
        {
            _services[record.Use.Service] = record.Use; // A service with pending counts stays in memory.
        }
        (_flushed, _hasCounts) = (null, false);
    }

    /// <param name="Hour">The hour, counted from 1970.</param>
    /// <param name="WrittenUse">The binding and the secret whose use was written.</param>
    private readonly record struct UsageRecord(ServiceUse Use, bool IsRead, long Hour, (string Name, string Secret)? WrittenUse);
}
