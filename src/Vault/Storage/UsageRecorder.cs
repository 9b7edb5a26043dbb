using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Records the last use and the number of reads for every request of a value, done or refused, together with the request's audit
/// row. Most requests cost only a comparison and a counter in memory: a last use is written at most once a minute, in the commit of the
/// audit row, and <see cref="Flush"/> writes the counts every few seconds.</summary>
/// <remarks>It is called only inside write transactions. Its records become effective with the commit: <see cref="CreateSavepoint"/>,
/// <see cref="RollbackTo"/>, <see cref="OnTransactionEnded"/>. If the process is killed, the counts since the last flush are lost, but no
/// last use and no audit row.</remarks>
internal sealed class UsageRecorder
{
    /// <summary>The time after which counts in memory are written.</summary>
    public static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(5);

    /// <summary>The time for which the counts of an hour are kept in the database.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    private const long MillisecondsPerHour = 3_600_000;

    private readonly Dictionary<string, ServiceUse> _services = [];
    private readonly List<UsageRecord> _records = []; // The records of the current transaction.
    private DateTimeOffset? _uncommittedFlush; // The time of the flush in the current transaction; null if there was none.
    private long _lastPrunedHour; // The index of the hour in which old counts were last deleted.
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
                now.ToUnixTimeMilliseconds() / MillisecondsPerHour,
                isWritten ? (demand.TargetName!, demand.Reference.SecondId!) : null
            )
        );
    }

    public (int Records, DateTimeOffset? Flushed) CreateSavepoint() => (_records.Count, _uncommittedFlush);

    /// <summary>Removes the records since the savepoint, because the database has rolled back their writes.</summary>
    public void RollbackTo((int Records, DateTimeOffset? Flushed) savepoint)
    {
        for (var i = savepoint.Records; i < _records.Count; i++)
        {
            if (_records[i].LastUseWritten is { } use)
            {
                _records[i].Usage.Forget(use);
            }
        }
        _records.RemoveRange(savepoint.Records, _records.Count - savepoint.Records);
        _uncommittedFlush = savepoint.Flushed;
    }

    /// <summary>Adds the records of the transaction to the counts after its commit, or discards them if the commit failed.</summary>
    /// <returns>Whether a last-used time has changed.</returns>
    public bool OnTransactionEnded(bool committed)
    {
        if (!committed)
        {
            RollbackTo(default);
            return false;
        }
        if (_uncommittedFlush is { } now)
        {
            ClearFlushedCounts(now);
        }
        var isUseWritten = false;
        foreach (var record in _records)
        {
            record.Usage.Count(record.HourIndex, record.IsRead);
            isUseWritten |= record.LastUseWritten is not null;
        }
        _hasCounts |= _records.Count > 0;
        _records.Clear();
        return isUseWritten;
    }

    /// <summary>Writes the counts of earlier commits, and once an hour deletes the stored counts that are too old.</summary>
    public void Flush(Statements statements, DateTimeOffset now)
    {
        if (_uncommittedFlush is not null)
        {
            return; // Already done in this commit.
        }
        foreach (var use in _services.Values)
        {
            use.Write(statements, MillisecondsPerHour);
        }
        var hour = now.ToUnixTimeMilliseconds() / MillisecondsPerHour;
        if (_lastPrunedHour != hour)
        {
            statements.Run(
                """DELETE FROM "HoursOfReads" WHERE "Hour" < $oldest""",
                ("$oldest", (now - Retention).ToUnixTimeMilliseconds())
            );
            _lastPrunedHour = hour;
        }
        _uncommittedFlush = now;
    }

    private void ClearFlushedCounts(DateTimeOffset now)
    {
        foreach (var (service, use) in _services)
        {
            if (!use.ClearFlushedCounts(now))
            {
                _services.Remove(service);
            }
        }
        foreach (var record in _records)
        {
            _services[record.Usage.Service] = record.Usage; // A service with pending counts stays in memory.
        }
        (_uncommittedFlush, _hasCounts) = (null, false);
    }

    /// <param name="HourIndex">The number of full hours between 1970 and the request. The column "Hour" has the start of the hour in
    /// milliseconds instead.</param>
    /// <param name="LastUseWritten">The binding and the secret whose last use was written; null if it was not written.</param>
    private readonly record struct UsageRecord(ServiceUse Usage, bool IsRead, long HourIndex, (string Name, string Secret)? LastUseWritten);
}
