using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>A store with a free secret, a bound one and a service of its own, and the bodies that speak of them.</summary>
internal sealed record Place(StoreId Store, SecretId Secret, ServiceId Service, ServiceId Unbound)
{
    public static async Task<Place> MakeAsync(Programs programs)
    {
        var store = await programs.StoreAsync();
        var (secret, bound) = (await programs.SecretAsync(store, "FREE"), await programs.SecretAsync(store, "BOUND"));
        var service = await programs.DoAsync(new RegisterService("service", Scopes.Workers, store));
        var unbound = await programs.DoAsync(new RegisterService("unbound", Scopes.Workers, store));
        await programs.DoAsync(new BindSecret(service, bound, "BINDING"));
        return new Place(store, secret, service, unbound);
    }

    /// <summary>A path with the ids in their places. What is deleted is not in use, or is forced.</summary>
    public string Fill(string path) => path
        .Replace("{store_id}", Store.Value, StringComparison.Ordinal).Replace("{secret_id}", Secret.Value, StringComparison.Ordinal)
        .Replace("{service_id}", (path.Contains("/bindings", StringComparison.Ordinal) ? Service : Unbound).Value, StringComparison.Ordinal)
        .Replace("{name}", "BINDING", StringComparison.Ordinal) + (path is "/secrets_store/stores/{store_id}" ? "?force=true" : "");

    /// <summary>A good body; null where none is read.</summary>
    public string? BodyOf(string endpoint) => endpoint switch
    {
        "POST /secrets_store/stores" => $$"""{"name":"{{Guid.NewGuid():N}}"}""",
        "POST /secrets_store/stores/{store_id}/secrets" => """[{"name":"NEW","value":"x","scopes":["workers"]}]""",
        "DELETE /secrets_store/stores/{store_id}/secrets" => $$"""{"ids":["{{Secret}}"]}""",
        "PATCH /secrets_store/stores/{store_id}/secrets/{secret_id}" => """{"comment":"new"}""",
        "POST /secrets_store/stores/{store_id}/secrets/{secret_id}/duplicate" => """{"name":"COPY","scopes":["dex"]}""",
        "POST /services" => $$"""{"name":"new","kind":"workers","store_id":"{{Store}}"}""",
        "POST /services/{service_id}/bindings" => $$"""{"name":"NEW","store_id":"{{Store}}","secret_name":"FREE"}""",
        _ => null,
    };
}
