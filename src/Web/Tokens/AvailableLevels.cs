using SecretsDashboard.Access;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Web.Tokens;

/// <summary>Which levels somebody may give to a token of their own, as
/// <see cref="Delegation"/> judges it, whom the vault asks as well.</summary>
internal static class AvailableLevels
{
    /// <summary>Why a level is above one's own rights where the token is to count; null when it is not.</summary>
    /// <param name="owner">Null for an account token, which may hold everything.</param>
    /// <param name="chosen">Null for the whole account. While none is chosen, a level is off only when no store at all would do.</param>
    public static string? WhyNot(MemberActor? owner, TokenLevel level, IReadOnlySet<StoreId>? chosen, IReadOnlyList<StoreRow> known)
    {
        if (owner is null)
        {
            return null;
        }
        IReadOnlyList<IReadOnlySet<StoreId>?> places = chosen is { Count: 0 }
            ? [.. known.Select(s => (IReadOnlySet<StoreId>)new HashSet<StoreId> { s.Id })]
            : [chosen];
        var missing = places.Select(p => Delegation.MissingGrants(owner, level, administer: false, p)).ToList();
        return missing.Count == 0 || missing.Any(l => l.Count == 0)
            ? null
            : $"Above your rights: needs {Delegation.Describe(missing[0], id => known.FirstOrDefault(s => s.Id == id)?.Name ?? "one of the stores")}.";
    }
}
