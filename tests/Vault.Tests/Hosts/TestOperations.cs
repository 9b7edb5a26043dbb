namespace SecretsDashboard.Vault.Tests.Hosts;

/// <summary>An operation that exists only in tests. The gate handles it like an operation of the product.</summary>
internal sealed record TestChange(Demand Required, Func<OperationContext, Task<Result<Unit>>> Work) : Change<Unit>
{
    internal override Demand Demand => Required;

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) => Work(context);
}

/// <inheritdoc cref="TestChange"/>
/// <param name="Rows">Null: the gate must not cache the result.</param>
internal sealed record TestReading(Demand Required, Func<OperationContext, Task<Result<Unit>>> Work, int? Rows = null) : Reading<Unit>
{
    internal override Demand Demand => Required;

    internal override int? CachedRows(Unit answer) => Rows;

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) => Work(context);
}

internal static class TestOperation
{
    public static TestChange Change(Act act, TargetReference reference, Action<OperationContext> work) =>
        new(
            new Demand(act, reference),
            context =>
            {
                work(context);
                return Success;
            }
        );

    public static Task<Result<Unit>> Success { get; } = Task.FromResult<Result<Unit>>(Unit.Value);
}
