namespace SecretsDashboard.Vault.Tests.Hosts;

/// <summary>An operation that the product does not have: the gate treats it like any other, whatever it tries.</summary>
internal sealed record TrialChange(Demand Asked, Func<OperationContext, Task<Result<Unit>>> Work) : Change<Unit>
{
    internal override Demand Demand => Asked;

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) => Work(context);
}

/// <inheritdoc cref="TrialChange"/>
/// <param name="Rows">Not null: the gate may remember the answer.</param>
internal sealed record TrialReading(Demand Asked, Func<OperationContext, Task<Result<Unit>>> Work, int? Rows = null) : Reading<Unit>
{
    internal override Demand Demand => Asked;

    internal override int? CachedRows(Unit answer) => Rows;

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) => Work(context);
}

internal static class Trial
{
    public static TrialChange Change(Act act, Aim aim, Action<OperationContext> work) =>
        new(
            new Demand(act, aim),
            context =>
            {
                work(context);
                return Success;
            }
        );

    public static Task<Result<Unit>> Success { get; } = Task.FromResult<Result<Unit>>(Unit.Value);
}
