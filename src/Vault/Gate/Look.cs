using System.Runtime.ExceptionServices;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Gate;

/// <summary>One reading: decided and done on a snapshot, or, where nothing has changed since it was last made for the same token or credential, remembered at the
/// writer's turn. Either way its audit row is durable before the answer.</summary>
internal sealed class Look<T>(Caller caller, Reading<T> reading, string requestId, VaultTools tools, Ledger ledger)
{
    public async Task<Outcome<T>> AskAsync(Snapshots snapshots, CancellationToken cancel)
    {
        if (caller.Claim is { } claim && ledger.Memo.MayHold(claim.Key, reading)
            && await ledger.WriteAsync(turn => Task.FromResult(Remember(turn, claim.Key)), cancel) is { } remembered)
        {
            return remembered.Kept is { } kept ? new Done<T>(reading.Recall(kept, tools), requestId, remembered.At) : new Refused<T>(remembered.Decision, requestId);
        }
        return await ReadAsync(snapshots, cancel);
    }

    /// <summary>Decides anew, on the facts of this moment; only what was found is taken from memory. Null when it is not there any more.</summary>
    private Remembered? Remember(Turn turn, string claim)
    {
        var facts = Facts.Read(turn.Statements, caller, tools, turn.Memo);
        if (facts is { Token: null, Credential: null } || turn.Memo.Find(claim, reading) is not { } known)
        {
            return null;
        }
        var demand = known.Demand with { Question = known.Demand.Question with { Actor = facts.Actor } };
        var decision = Decider.Decide(demand.Question);
        var isAllowed = decision.Permit is not null;
        turn.Append(AuditLine.Of(facts, demand, decision, isAllowed ? known.Note : new AuditNote(), isAllowed ? AuditResult.Done : AuditResult.Refused, null, requestId));
        facts.Touch(turn);
        return new Remembered(decision, isAllowed ? known.Answer : null, facts.Now);
    }

    private async Task<Outcome<T>> ReadAsync(Snapshots snapshots, CancellationToken cancel)
    {
        var generation = ledger.Memo.Generation;
        using var snapshot = snapshots.Open();
        var facts = Facts.Read(snapshot.Statements, caller, tools);
        var demand = facts.Resolve(reading.Demand);
        var decision = Decider.Decide(demand.Question);
        var note = new AuditNote();
        if (decision.Permit is not { } permit)
        {
            await RecordAsync(facts, AuditLine.Of(facts, demand, decision, note, AuditResult.Refused, null, requestId));
            return new Refused<T>(decision, requestId);
        }
        await using var session = new Session(permit, snapshot.OpenDb, facts, tools, null, note);
        var (result, fault) = await RunAsync(session, cancel);
        var problems = result.Problems;
        var line = AuditLine.Of(facts, demand, decision, note, problems is null ? AuditResult.Done : AuditResult.Failed, problems?[0].Code, requestId);
        try
        {
            await RecordAsync(facts, line, turn => Keep(turn, demand, note, result, generation));
            fault?.Throw();
            cancel.ThrowIfCancellationRequested(); // Whoever asked has asked for something newer since, and must not take this for it.
        }
        catch
        {
            (result.Value as IDisposable)?.Dispose(); // A value that doesn't leave is wiped.
            throw;
        }
        return problems is null ? new Done<T>(result.Value!, requestId, facts.Now) : new Failed<T>(problems, requestId);
    }

    private async Task<(Result<T>, ExceptionDispatchInfo?)> RunAsync(Session session, CancellationToken cancel)
    {
        try
        {
            return (await reading.RunIfReadAsync(session, cancel), null);
        }
        catch (Exception e)
        {
            return (Fault.Of(e), ExceptionDispatchInfo.Capture(e));
        }
    }

    private void Keep(Turn turn, ResolvedDemand demand, AuditNote note, Result<T> result, long generation)
    {
        if (caller.Claim is { } claim && result is { Problems: null, Value: { } answer } && reading.Weigh(answer) is { } rows)
        {
            turn.Memo.Keep(claim.Key, reading, new Recollection(demand, note, reading.Keep(answer), rows + 1), generation);
        }
    }

    private Task<Unit> RecordAsync(Facts facts, AuditLine line, Action<Turn>? keep = null) =>
        ledger.WriteAsync(turn =>
        {
            turn.Append(line);
            facts.Touch(turn);
            keep?.Invoke(turn);
            return Task.FromResult(Unit.Value);
        }, CancellationToken.None);

    /// <param name="Kept">Null when the decision refuses.</param>
    private sealed record Remembered(Decision Decision, object? Kept, DateTimeOffset At);
}
