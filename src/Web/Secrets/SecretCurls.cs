using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Secrets;

/// <summary>The API calls for the actions of the pages of secrets.</summary>
internal static class SecretCurls
{
    /// <param name="store">Null or empty while the list shows several stores.</param>
    public static Curl List(string? store, SecretQuery query) =>
        new("List these secrets", "list-secrets") { Path = At(store), Query = query.ApiParameters };

    public static Curl Get(StoreId store, SecretId secret) => new("Get this secret's metadata", "get-secret") { Path = At(store, secret) };

    /// <summary>The current input of the form, without the values.</summary>
    public static Curl Create(string? store, IEnumerable<(SecretDraft Draft, Scopes Scopes)> drafts) =>
        new("Create as typed here", "create-secrets")
        {
            Path = At(store),
            Body = drafts
                .Select(d =>
                    Described(d.Draft.Description, ("name", d.Draft.Name.Trim()), ("value", Curl.Value), ("scopes", Names(d.Scopes)))
                )
                .ToList(),
        };

    public static IReadOnlyList<Curl> Of(SecretDetail secret) =>
        [
            Get(secret.Store, secret.Id),
            new("Replace its value", "edit-secret") { Path = At(secret.Store, secret.Id), Body = new { value = Curl.Value } },
            new("Edit its scopes and description", "edit-secret")
            {
                Path = At(secret.Store, secret.Id),
                Body = Described(secret.Description, ("scopes", Names(secret.Scopes))),
            },
            new("Duplicate this secret", "duplicate-secret")
            {
                Path = At(secret.Store, secret.Id),
                Body = new { name = $"{secret.Name}-copy", scopes = Names(secret.Scopes) },
            },
            new("List what depends on it", "list-dependants") { Path = At(secret.Store, secret.Id) },
            new("Delete this secret", "delete-secret") { Path = At(secret.Store, secret.Id) },
        ];

    private static Dictionary<string, object> Described(SecretDescription description, params (string Name, object Value)[] others) =>
        others.Concat(SecretField.All.Select(f => (f.WireName, (object)(f.Of(description) ?? "")))).ToDictionary();

    private static string[] Names(Scopes scopes) => [.. ScopeNames.All.Where(s => scopes.HasFlag(s.Scope)).Select(s => s.WireName)];

    private static Dictionary<string, string> At(string? store) => string.IsNullOrEmpty(store) ? [] : new() { ["store_id"] = store };

    private static Dictionary<string, string> At(StoreId store, SecretId secret) =>
        new() { ["store_id"] = store.Value, ["secret_id"] = secret.Value };
}
