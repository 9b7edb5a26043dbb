namespace SecretsDashboard.Vault.Tests.Worlds;

/// <summary>An operation that the product does not have: the gate treats it like any other, whatever it tries.</summary>
internal sealed record TrialChange(Demand Asked, Func<Session, Task<Result<Unit>>> Work) : Change<Unit>
{
    internal override Demand Demand => Asked;

    internal override Task<Result<Unit>> RunAsync(Session session, CancellationToken cancel) => Work(session);
}

/// <inheritdoc cref="TrialChange"/>
/// <param name="Rows">Not null: the gate may remember the answer.</param>
internal sealed record TrialReading(Demand Asked, Func<Session, Task<Result<Unit>>> Work, int? Rows = null) : Reading<Unit>
{
    internal override Demand Demand => Asked;

    internal override int? Weigh(Unit answer) => Rows;

    internal override Task<Result<Unit>> RunAsync(Session session, CancellationToken cancel) => Work(session);
}

internal static class Trial
{
    public static TrialChange Change(Act act, Aim aim, Action<Session> work) => new(new Demand(act, aim), session =>
    {
        work(session);
        return Success;
    });

    public static Task<Result<Unit>> Success { get; } = Task.FromResult<Result<Unit>>(Unit.Value);
}
