using System.Runtime.ExceptionServices;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Gate;

/// <summary>One reading: decided and executed on a snapshot, or, if nothing has changed since the same token or credential last made it,
/// decided in a write transaction and answered from the cache. Either way, its audit row is durable before the answer.</summary>
internal sealed class ReadExecution<T>(
    Caller caller,
    Reading<T> reading,
    string requestId,
    Preparation? preparation,
    VaultTools tools,
    WriteQueue writeQueue
)
{
    public async Task<Outcome<T>> AskAsync(Snapshots snapshots, CancellationToken cancel)
    {
        if (
            caller.Claim is { } claim
            && writeQueue.ReadCache.MayContain(claim.Key, reading)
            && await writeQueue.RecordAsync(transaction => AnswerFromCacheAsync(transaction, claim.Key), cancel) is { } cached
        )
        {
            return cached.Answer is { } answer
                ? new Done<T>(reading.FromCached(answer, tools), requestId, cached.At)
                : new Refused<T>(cached.Decision, requestId);
        }
        return await ReadAsync(snapshots, cancel);
    }

    /// <summary>Decides again on the current facts; only the result comes from the cache. Null if it is no longer cached.</summary>
    private async ValueTask<CachedAnswer?> AnswerFromCacheAsync(WriteTransaction transaction, string claim)
    {
        var facts = await CurrentFacts.ReadAsync(transaction.Statements, caller, tools, transaction.ReadCache);
        if (transaction.ReadCache.Find(facts.Actor, claim, reading) is not { } cached || !cached.IsOf(facts.Actor))
        {
            return null;
        }
        var demand = cached.Demand with { Question = cached.Demand.Question with { Actor = facts.Actor } };
        var decision = Decider.Decide(demand.Question);
        var isAllowed = decision.Permit is not null;
        var end = isAllowed ? AuditResult.Done : AuditResult.Refused;
        transaction.AppendToTail(AuditLine.Of(facts, demand, decision, isAllowed ? cached.Note : new AuditNote(), end, null, requestId));
        facts.RecordUse(transaction, demand, end);
        return new CachedAnswer(decision, isAllowed ? cached.Answer : null, facts.Now);
    }

    private async Task<Outcome<T>> ReadAsync(Snapshots snapshots, CancellationToken cancel)
    {
        var generation = writeQueue.ReadCache.GenerationOf(reading);
        var read = await ReadSnapshotAsync(snapshots, cancel); // The snapshot is closed before the row waits for the writer.
        try
        {
            await RecordAsync(read, generation);
            read.Fault?.Throw();
            cancel.ThrowIfCancellationRequested(); // The caller has made a newer request since, and must not take this answer for it.
        }
        catch
        {
            (read.Result.Value as IDisposable)?.Dispose(); // A value that is not returned is wiped.
            throw;
        }
        return read switch
        {
            { Decision.Permit: null } => new Refused<T>(read.Decision, requestId),
            { Result.Problems: { } problems } => new Failed<T>(problems, requestId),
            _ => new Done<T>(read.Result.Value!, requestId, read.Facts.Now),
        };
    }

    private async Task<SnapshotRead> ReadSnapshotAsync(Snapshots snapshots, CancellationToken cancel)
    {
        if (reading.ReadsAudit)
        {
            await writeQueue.SettleAsync();
        }
        using var snapshot = snapshots.Open();
        var facts = await CurrentFacts.ReadAsync(snapshot.Statements, caller, tools);
        var demand = await facts.ResolveAsync(reading.Demand);
        var (decision, note) = (Decider.Decide(demand.Question), new AuditNote());
        if (decision.Permit is not { } permit)
        {
            return new(facts, demand, decision, note, default, null);
        }
        await using var context = new OperationContext(permit, snapshot.OpenDb, facts, demand.Ids, tools, preparation, note)
        {
            ReadsAudit = reading.ReadsAudit,
        };
        var (result, fault) = await RunAsync(context, cancel);
        return new(facts, demand, decision, note, result, fault);
    }

    private async Task<(Result<T>, ExceptionDispatchInfo?)> RunAsync(OperationContext context, CancellationToken cancel)
    {
        try
        {
            return (await reading.RunIfReadAsync(context, cancel), null);
        }
        catch (Exception e)
        {
            return (Problem.Of(e), ExceptionDispatchInfo.Capture(e));
        }
    }

    private Task<Unit> RecordAsync(SnapshotRead read, long generation) =>
        writeQueue.RecordAsync(
            transaction =>
            {
                transaction.Append(
                    AuditLine.Of(read.Facts, read.Demand, read.Decision, read.Note, read.End, read.Result.Problems?[0].Code, requestId)
                );
                read.Facts.RecordUse(transaction, read.Demand, read.End);
                Cache(transaction, read, generation);
                return ValueTask.FromResult(Unit.Value);
            },
            CancellationToken.None
        );

    private void Cache(WriteTransaction transaction, SnapshotRead read, long generation)
    {
        if (
            caller.Claim is { } claim
            && read is { End: AuditResult.Done, Result.Value: { } answer }
            && reading.CachedRows(answer) is { } rows
        )
        {
            transaction.ReadCache.Add(
                claim.Key,
                reading,
                new CachedReading(read.Demand with { Ids = ResolvedIds.None }, read.Note, reading.ToCached(answer), rows + 1),
                generation
            );
        }
    }

    private sealed record SnapshotRead(
        CurrentFacts Facts,
        ResolvedDemand Demand,
        Decision Decision,
        AuditNote Note,
        Result<T> Result,
        ExceptionDispatchInfo? Fault
    )
    {
        public AuditResult End =>
            Decision.Permit is null ? AuditResult.Refused
            : Result.Problems is null ? AuditResult.Done
            : AuditResult.Failed;
    }

    /// <param name="Answer">Null if the decision refuses.</param>
    private sealed record CachedAnswer(Decision Decision, object? Answer, DateTimeOffset At);
}
