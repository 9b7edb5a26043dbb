using Microsoft.Extensions.Logging;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The single entry to the vault: facts, decision, audit, operation context, execution, commit, answer. Pages, endpoints and
/// console verbs all use it.</summary>
public sealed partial class Gate
{
    private readonly WriteQueue _writeQueue;
    private readonly Snapshots _snapshots;
    private readonly VaultTools _tools;
    private readonly RequestIds _requestIds;
    private readonly ILogger _log;

    internal Gate(WriteQueue writeQueue, Snapshots snapshots, VaultTools tools, ILogger log) =>
        (_writeQueue, _snapshots, _tools, _requestIds, _log) = (writeQueue, snapshots, tools, new RequestIds(tools.Time), log);

    /// <summary>Raised after a commit that changed a member's rights or sessions, with the
    /// member's id. Only a hint to refresh: every request is decided anew.</summary>
    public event Action<MemberId>? AccessChanged;

    /// <summary>Raised after each commit that may have changed something. Only a hint to poll again.</summary>
    internal event Action? Changed;

    /// <summary>Runs an operation. Every call adds exactly one audit row, durable before this returns; an unknown one-time link leaves one
    /// per network and minute.</summary>
    /// <exception cref="StorageException">The audit row or the change could not be written; nothing was done.</exception>
    public async Task<Outcome<T>> AskAsync<T>(Caller caller, Operation<T> operation, CancellationToken cancel = default)
    {
        var requestId = _requestIds.Next();
        var preparation = await operation.PrepareAsync(new PreparationContext(_snapshots, _tools, caller), cancel);
        if (preparation?.Unrecorded is { } repeated)
        {
            return new Failed<T>([repeated], requestId);
        }
        return operation switch
        {
            Change<T> change => await ChangeAsync(new ChangeExecution<T>(caller, change, requestId, preparation, _tools), cancel),
            Reading<T> reading => await new ReadExecution<T>(caller, reading, requestId, preparation, _tools, _writeQueue).AskAsync(
                _snapshots,
                cancel
            ),
            _ => throw new System.Diagnostics.UnreachableException("An operation looks or changes."),
        };
    }

    /// <summary>Decides without running: a page disables buttons with it and shows the
    /// reason. Reads fresh facts once, writes no audit row.</summary>
    /// <returns>One decision for each demand, in their order.</returns>
    public async Task<IReadOnlyList<Decision>> MayAsync(Caller caller, params IReadOnlyList<Demand> demands)
    {
        using var snapshot = _snapshots.Open();
        var facts = await CurrentFacts.ReadAsync(snapshot.Statements, caller, _tools);
        var decisions = new List<Decision>();
        foreach (var demand in demands)
        {
            decisions.Add(Decider.Decide((await facts.ResolveAsync(demand)).Question));
        }
        return decisions;
    }

    /// <summary>The caller's current identity, for display and for their own roles; for a token, a credential or a workload, whether it is
    /// valid. It gives no right and writes no audit row.</summary>
    public async Task<Identity> IdentifyAsync(Caller caller)
    {
        using var snapshot = _snapshots.Open();
        var facts = await CurrentFacts.ReadAsync(snapshot.Statements, caller, _tools);
        return new Identity(
            facts.Actor as MemberActor,
            facts.Actor is MemberActor ? facts.ActorName ?? "" : "",
            TokenIdentity.Of(facts.Token),
            facts.Service?.Actor
        );
    }

    /// <summary>Continues a reading whose audit row was written when it began (<see cref="FollowOwnBindings"/>): decided again on fresh
    /// facts each time, without another row.</summary>
    /// <param name="lastId">The position up to which the service has received changes.</param>
    /// <returns>Null if the reading is no longer allowed.</returns>
    public async Task<BindingChangeBatch?> ContinueAsync(Caller caller, long lastId, CancellationToken cancel)
    {
        using var snapshot = _snapshots.Open();
        var facts = await CurrentFacts.ReadAsync(snapshot.Statements, caller, _tools);
        var demand = await facts.ResolveAsync(new FollowOwnBindings(null).Demand);
        if (Decider.Decide(demand.Question).Permit is not { } permit)
        {
            return null;
        }
        await using var context = new OperationContext(permit, snapshot.OpenDb, facts, demand.Ids, _tools, null, new AuditNote());
        return ValueDeliveryPolicy.Refuse(context) is not null ? null
            : ChangeBroadcaster.FindUnchangedPosition(snapshot.Statements, context.Service!.Value, lastId) is { } position
                ? new BindingChangeBatch(position, MustReadAll: false, [])
            : await OwnChanges.ReadAsync(context, lastId, cancel);
    }

    private async Task<Outcome<T>> ChangeAsync<T>(ChangeExecution<T> execution, CancellationToken cancel)
    {
        var outcome = await _writeQueue.WriteAsync(transaction => execution.ChangeAsync(transaction, cancel), cancel);
        Announce(execution.AffectedMembers);
        Changed?.Invoke();
        execution.ThrowIfFaulted();
        return outcome;
    }

    private void Announce(IReadOnlyCollection<MemberId> members)
    {
        foreach (var listener in AccessChanged?.GetInvocationList().Cast<Action<MemberId>>() ?? [])
        {
            foreach (var member in members)
            {
                Notify(listener, member);
            }
        }
    }

    private void Notify(Action<MemberId> listener, MemberId member)
    {
        try
        {
            listener(member);
        }
        catch (Exception e)
        {
            // An exception in a page's handler must not make a durable change appear failed, or keep the event from other handlers.
            ListenerFailed(_log, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "A handler of changed access failed.")]
    private static partial void ListenerFailed(ILogger log, Exception e);
}
