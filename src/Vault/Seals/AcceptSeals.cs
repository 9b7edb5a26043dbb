using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Seals;

/// <summary>All rows are sealed now.</summary>
/// <param name="Rows">Those whose seals were wrong.</param>
public sealed record AcceptedSeals(IReadOnlyList<ForgedRow> Rows);

/// <summary>Seals every row as it is, after a backup from before rows had seals was restored, or rows were changed by hand on
/// purpose.</summary>
public sealed record AcceptSeals : Change<AcceptedSeals>
{
    private const int MaxNamesOfATable = 5;

    private static Problem Foreign { get; } =
        Problem.Conflict(
            "foreign_objects",
            "The database contains triggers or views that this program did not create; 'audit verify' names them. Remove them first."
        );

    internal override Demand Demand => new(Act.VerifyAudit, TargetReference.Account);

    internal override Task<Result<AcceptedSeals>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Seals", null, null);
        return Task.FromResult<Result<AcceptedSeals>>(StoredSeals.AcceptAll(context) is { } rows ? Accept(context, rows) : Foreign);
    }

    private static AcceptedSeals Accept(OperationContext context, List<ForgedRow> rows)
    {
        context.Note.Add("accepted", rows.Count);
        if (rows.Count > 0)
        {
            context.Note.Add("rows", string.Join("; ", rows.GroupBy(r => r.Table).Select(Describe)));
        }
        return new AcceptedSeals(rows);
    }

    private static string Describe(IGrouping<string, ForgedRow> table) =>
        $"{table.Count()} of {table.Key} ({string.Join(", ", table.Take(MaxNamesOfATable).Select(r => r.Key))})";
}
