using SecretsDashboard.Access;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Stores;

/// <summary>The API calls for the actions of the page of stores.</summary>
internal static class StoreCurls
{
    public static IReadOnlyList<Curl> All { get; } =
    [
        new("List the stores", "list-stores"),
        new("Create a store", "create-store") { Body = new { name = "my-store" } },
        new("See how many secrets there may be", "view-quota"),
    ];

    public static IReadOnlyList<Curl> Of(StoreId store) =>
        [Of("Copy as curl: get", "get-store", store), Of("Copy as curl: delete", "delete-store", store)];

    private static Curl Of(string title, string endpoint, StoreId store) =>
        new(title, endpoint) { Path = new Dictionary<string, string> { ["store_id"] = store.Value } };
}
