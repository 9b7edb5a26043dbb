using SecretsDashboard.Access;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Web.Tokens;

/// <summary>The levels that a member may give to their own tokens, by the same <see cref="Delegation"/> that the vault uses.</summary>
internal static class AvailableLevels
{
    /// <summary>Why a level exceeds the owner's rights in the chosen stores; null when it doesn't.</summary>
    /// <param name="owner">Null for an account token, which may have every level.</param>
    /// <param name="chosen">Null for the whole account. While it is empty, a level is unavailable only when no store at all
    /// would allow it.</param>
    public static string? UnavailableReason(
        MemberActor? owner,
        TokenLevel level,
        IReadOnlySet<StoreId>? chosen,
        IReadOnlyList<StoreRow> known
    )
    {
        if (owner is null)
        {
            return null;
        }
        IReadOnlyList<IReadOnlySet<StoreId>?> storeSets = chosen is { Count: 0 }
            ? [.. known.Select(s => (IReadOnlySet<StoreId>)new HashSet<StoreId> { s.Id })]
            : [chosen];
        var missing = storeSets.Select(stores => Delegation.MissingRoles(owner, level, administer: false, stores)).ToList();
        return missing.Count == 0 || missing.Any(l => l.Count == 0)
            ? null
            : "Above your rights: needs "
                + $"{Delegation.Describe(missing[0], id => known.FirstOrDefault(s => s.Id == id)?.Name ?? "one of the stores")}.";
    }
}
