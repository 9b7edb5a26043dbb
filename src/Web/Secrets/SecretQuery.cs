using Microsoft.AspNetCore.Http.Extensions;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Secrets;

/// <summary>The query of the list, as in the address. Invalid values are treated as absent.</summary>
internal sealed record SecretQuery(
    string? Search,
    string? Store,
    string? Scope,
    string? Status,
    string? Unused,
    string? Owner,
    string? Sort,
    string? Page,
    string? Size
)
{
    public const int UsualSize = 25;

    /// <summary>The filter of a request that has no order and no page.</summary>
    public static SecretQuery FilterOf(IQueryCollection query) =>
        new(query["q"], query["store"], query["scope"], query["status"], query["unused"], query["owner"], null, null, null);

    public SecretFilter Filter =>
        new(
            Search,
            string.IsNullOrEmpty(Store) ? null : new StoreId(Store),
            ScopeNames.Find(Scope) ?? Scopes.None,
            SecretLabels.Find(Status),
            LastUseFilter.Days(Unused),
            Owner: string.IsNullOrEmpty(Owner) ? null : Owner
        );

    /// <summary>The same filter as parameters of the API, without the store, which is part of the path there.</summary>
    public IReadOnlyDictionary<string, string> ApiParameters =>
        new[]
        {
            ("search", Search),
            ("scopes", Scope),
            ("owner", Owner),
            ("unused_days", LastUseFilter.Days(Unused) is { } days ? $"{days}" : null),
        }
            .Where(q => !string.IsNullOrEmpty(q.Item2))
            .ToDictionary(q => q.Item1, q => q.Item2!);

    public bool IsFiltered => Filter != new SecretFilter();

    public PageRequest Paging =>
        new(Pager.Number(Page, PageRequest.MaxNumber, otherwise: 1), Pager.Number(Size, PageRequest.MaxSize, UsualSize));

    /// <summary>The order in the format of the column heads: "name", or "-name" for descending.</summary>
    public string Order => Sort is "name" or "-name" or "modified" or "-modified" or "created" or "-created" ? Sort : "name";

    public bool Descending => Order.StartsWith('-');

    public SecretOrder By =>
        Order.TrimStart('-') switch
        {
            "modified" => SecretOrder.Modified,
            "created" => SecretOrder.Created,
            _ => SecretOrder.Name,
        };

    /// <summary>The filter alone, for an export of all its results.</summary>
    public string FilterText()
    {
        var query = new QueryBuilder();
        foreach (
            var (name, value) in new[]
            {
                ("q", Search),
                ("store", Store),
                ("scope", Scope),
                ("status", Status),
                ("unused", Unused),
                ("owner", Owner),
            }
        )
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }
        return query.ToString();
    }
}
