using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Vault.Gate;

public sealed partial class Gate
{
    /// <summary>Raised after each commit that may have changed something. Only a hint to poll again.</summary>
    internal event Action? Changed;

    /// <summary>Continues a reading whose audit row was written when it began (<see cref="FollowOwnBindings"/>): decided again on fresh
    /// facts each time, without another row.</summary>
    /// <param name="lastId">The position up to which the service has received changes.</param>
    /// <returns>Null if the reading is no longer allowed.</returns>
    public async Task<BindingChangeBatch?> ContinueAsync(Caller caller, long lastId, CancellationToken cancel)
    {
        using var snapshot = _snapshots.Open();
        var facts = CurrentFacts.Read(snapshot.Statements, caller, _tools);
        var demand = facts.Resolve(new FollowOwnBindings(null).Demand);
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
}
