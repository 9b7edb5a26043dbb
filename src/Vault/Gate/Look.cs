using System.Runtime.ExceptionServices;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Gate;

/// <summary>One reading: decided and done on a snapshot, or, where nothing has changed since it was last made for the same token, remembered at the
/// writer's turn. Either way its audit row is durable before the answer.</summary>
internal sealed class Look<T>(Caller caller, Reading<T> reading, string requestId, VaultTools tools, Ledger ledger)
{
    public async Task<Outcome<T>> AskAsync(Snapshots snapshots, CancellationToken cancel)
    {
        if (caller.Token is { } token && ledger.Memo.MayHold(token.Key, reading)
            && await ledger.WriteAsync(turn => Task.FromResult(Remember(turn, token.Key)), cancel) is { } remembered)
        {
            return remembered;
        }
        return await ReadAsync(snapshots, cancel);
    }

    /// <summary>Decides anew, on the facts of this moment; only what was found is taken from memory. Null when it is not there any more.</summary>
    private Outcome<T>? Remember(Turn turn, string token)
    {
        var facts = Facts.Read(turn.Statements, caller, tools, turn.Memo);
        if (facts.Token is null || turn.Memo.Find(token, reading) is not { } known)
        {
            return null;
        }
        var demand = known.Demand with { Question = known.Demand.Question with { Actor = facts.Actor } };
        var decision = Decider.Decide(demand.Question);
        var isAllowed = decision.Permit is not null;
        turn.Append(AuditLine.Of(facts, demand, decision, isAllowed ? known.Note : new AuditNote(), isAllowed ? AuditResult.Done : AuditResult.Refused, null, requestId));
        facts.Touch(turn);
        return isAllowed ? new Done<T>((T)known.Answer, requestId, facts.Now) : new Refused<T>(decision, requestId);
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
        await RecordAsync(facts, line, turn => Keep(turn, demand, note, result, generation));
        fault?.Throw();
        cancel.ThrowIfCancellationRequested(); // Whoever asked has asked for something newer since, and must not take this for it.
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
        if (caller.Token is { } token && result is { Problems: null, Value: { } answer } && reading.Weigh(answer) is { } rows)
        {
            turn.Memo.Keep(token.Key, reading, new Recollection(demand, note, answer, rows + 1), generation);
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
}
