using System.Runtime.ExceptionServices;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Gate;

/// <summary>One change in the writer: decided on facts that are read in the transaction in which it is executed and audited.</summary>
internal sealed class ChangeExecution<T>(Caller caller, Change<T> change, string requestId, Preparation? preparation, VaultTools tools)
{
    private readonly AuditNote _note = new();
    private ExceptionDispatchInfo? _fault;
    private IReadOnlyList<Warning> _warnings = [];

    public IReadOnlyCollection<MemberId> AffectedMembers { get; private set; } = [];

    public async Task<Outcome<T>> ChangeAsync(WriteTransaction transaction, CancellationToken cancel)
    {
        var facts = await CurrentFacts.ReadAsync(transaction.Statements, caller, tools, transaction.ReadCache);
        var demand = await facts.ResolveAsync(change.Demand);
        var decision = Decider.Decide(demand.Question);
        var (outcome, result, code) = decision.Permit is { } permit
            ? await DoAsync(transaction, permit, facts, demand.Ids, cancel)
            : (Refuse(decision, demand.Refused ?? []), AuditResult.Refused, null);
        transaction.Append(AuditLine.Of(facts, demand, decision, _note, result, code, requestId));
        facts.RecordUse(transaction, demand, result);
        return outcome;
    }

    /// <summary>A fault is audited like any other failure, and then rethrown to the caller.</summary>
    public void ThrowIfFaulted() => _fault?.Throw();

    private Refused<T> Refuse(Decision decision, IReadOnlyList<RefusedSecret> secrets)
    {
        UploadFacts.Note(_note, secrets);
        return new Refused<T>(decision, requestId) { Secrets = secrets };
    }

    private async Task<(Outcome<T>, AuditResult, string?)> DoAsync(
        WriteTransaction transaction,
        Permit permit,
        CurrentFacts facts,
        ResolvedIds resolved,
        CancellationToken cancel
    )
    {
        var result = await RunAsync(transaction, permit, facts, resolved, cancel);
        if (result.Problems is not { } problems)
        {
            return (new Done<T>(result.Value!, requestId, facts.Now) { Warnings = _warnings }, AuditResult.Done, null);
        }
        if (!result.KeepChanges)
        {
            transaction.Undo();
            AffectedMembers = [];
        }
        return (new Failed<T>(problems, requestId), AuditResult.Failed, problems[0].Code);
    }

    private async Task<Result<T>> RunAsync(
        WriteTransaction transaction,
        Permit permit,
        CurrentFacts facts,
        ResolvedIds resolved,
        CancellationToken cancel
    )
    {
        try
        {
            await using var context = new OperationContext(
                permit,
                transaction.OpenDb,
                facts,
                resolved,
                tools,
                preparation,
                _note,
                transaction
            );
            var result = (preparation?.Problem ?? await UnmetAsync(transaction, facts, cancel)) is { } problem
                ? problem
                : await change.RunIfReadAsync(context, cancel);
            if (result.Problems is null || result.KeepChanges)
            {
                await SaveAsync(context);
                (AffectedMembers, _warnings) = (context.AffectedMembers, context.Warnings);
            }
            return result;
        }
        catch (Exception e) when (SaveProblems.Find(e) is { } problem)
        {
            return problem;
        }
        catch (Exception e) when (!transaction.IsOver)
        {
            _fault = ExceptionDispatchInfo.Capture(e);
            return Problem.Of(e);
        }
    }

    /// <summary>Input errors come first: the condition is checked only if the change would otherwise run.</summary>
    private async Task<Problem?> UnmetAsync(WriteTransaction transaction, CurrentFacts facts, CancellationToken cancel)
    {
        if (change.OnlyIf is not { } condition || change.InputErrors.Count > 0)
        {
            return null;
        }
        return await condition.HoldsAsync(
            facts,
            (permit, resolved, note) => new OperationContext(permit, transaction.OpenDb, facts, resolved, tools, null, note),
            _note,
            cancel
        )
            ? null
            : Precondition.Failed;
    }

    private static async Task SaveAsync(OperationContext context)
    {
        if (context.OpenedDb is { } db)
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }
    }
}
