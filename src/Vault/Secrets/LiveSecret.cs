using System.Linq.Expressions;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>The only definition of a live secret: one that can be found, bound and used. A deleted one is only history.</summary>
/// <remarks>The condition has two forms on purpose: SQLite takes the unique index of names, which has few columns, only for queries in the
/// index's own words (<see cref="Sql"/>), and must not take it for lists. A test compares the forms for each status.</remarks>
internal static class LiveSecret
{
    /// <summary>For statements that look up one secret by its name or id, and for the unique index of names; after an alias and a
    /// dot, or alone.</summary>
    public const string Sql = """
        "Status" IN ('Pending', 'Active')
        """;

    /// <summary>For queries.</summary>
    public static Expression<Func<Secret, bool>> Query { get; } = s => s.Status != SecretStatus.Deleted;

    public static bool Is(SecretStatus status) => status != SecretStatus.Deleted;
}
