using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Roles on one store.</summary>
public sealed record StoreRole(StoreId Store, string StoreName, Roles Roles);

/// <summary>The stored form of an invitation's roles on single stores: lines of "store id:roles".</summary>
internal static class StoreRoleLines
{
    public static string Format(IReadOnlyDictionary<StoreId, Roles> roles) =>
        string.Join('\n', roles.OrderBy(r => r.Key.Value, StringComparer.Ordinal).Select(r => $"{r.Key}:{(byte)r.Value}"));

    public static Dictionary<StoreId, Roles> Parse(string lines) =>
        lines
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':'))
            .ToDictionary(
                part => new StoreId(part[0]),
                part => (Roles)byte.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture)
            );

    /// <summary>Adds the names of the stores and orders by them. A store that was deleted in the meantime is left out.</summary>
    public static async Task<List<StoreRole>> NameAsync(
        OperationContext context,
        IReadOnlyDictionary<StoreId, Roles> roles,
        CancellationToken cancel
    )
    {
        if (roles.Count == 0)
        {
            return [];
        }
        var stores = await UnfilteredQueries.StoreNamesAsync(context.Db, roles.Keys, cancel);
        return [.. stores.Select(s => new StoreRole(s.Id, s.Name, roles[s.Id]))];
    }
}
