using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>The metadata of every secret within reach that matches a filter, by name. They are loaded completely, because the audit row
/// must be written before the response.</summary>
public sealed record ExportSecrets(SecretFilter Filter) : Reading<IReadOnlyList<SecretRow>>
{
    /// <summary>The maximum number of rows of one export.</summary>
    public const int MaxSecrets = 100_000;

    internal override Demand Demand =>
        new(Act.ViewMetadata, Filter.Store is { } store ? TargetReference.To(store) : TargetReference.Anywhere);

    internal override async Task<Result<IReadOnlyList<SecretRow>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Secrets", null, null, Filter.Store?.Value).Add("export", true);
        if (Filter.Check() is { } problem)
        {
            return problem;
        }
        var matching = Filter.Apply(context.Db.Secrets, context.Now);
        var total = await matching.CountAsync(cancel);
        if (total > MaxSecrets)
        {
            return Problem.Invalid(
                "export_too_large",
                $"{total:N0} secrets match; one export holds at most {MaxSecrets:N0}. Narrow the filter, for instance to one store."
            );
        }
        context.Note.Add("count", total);
        return await ListSecrets.Rows(context, matching.OrderBy(s => s.Name).ThenBy(s => s.Id)).ToListAsync(cancel);
    }
}
