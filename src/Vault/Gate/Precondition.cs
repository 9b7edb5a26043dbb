using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Gate;

/// <summary>A condition on the state of the target of a change. It is checked in the change's own transaction, so that no other change
/// comes between, and after the decision.</summary>
public abstract record Precondition
{
    private protected Precondition() { }

    /// <summary>The problem of a change whose condition is not met.</summary>
    public static Problem Failed { get; } =
        Problem.ConditionFailed(
            "precondition_failed",
            "The object's tag does not match the condition of the request. Nothing was changed: "
                + "read the object again, then repeat the change with its new tag."
        );

    /// <param name="open">Opens an operation context in the change's transaction.</param>
    internal abstract Task<bool> HoldsAsync(
        CurrentFacts facts,
        Func<Permit, ResolvedIds, AuditNote, OperationContext> open,
        AuditNote changes,
        CancellationToken cancel
    );
}

/// <summary>The state that a reading returns. The reading is decided like any
/// other: a caller who may not read the state fails the condition.</summary>
/// <param name="Holds">Whether the condition is met. It is not called for a missing target, which the change reports itself.</param>
public sealed record Precondition<T>(Reading<T> Reading, Func<T, bool> Holds) : Precondition
    where T : class
{
    internal override async Task<bool> HoldsAsync(
        CurrentFacts facts,
        Func<Permit, ResolvedIds, AuditNote, OperationContext> open,
        AuditNote changes,
        CancellationToken cancel
    )
    {
        var demand = await facts.ResolveAsync(Reading.Demand);
        if (Decider.Decide(demand.Question).Permit is not { } permit)
        {
            return false;
        }
        var note = new AuditNote(); // Only the change adds an audit row.
        await using var context = open(permit, demand.Ids, note);
        var holds = (await Reading.RunAsync(context, cancel)).Value is not { } state || Holds(state);
        if (!holds && note.TargetId is { } target)
        {
            changes.RelatedTo(target);
        }
        return holds;
    }
}
