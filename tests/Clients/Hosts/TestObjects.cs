using System.Text.Json;
using SecretsDashboard.Clients.Tests.WithSdk;

namespace SecretsDashboard.Clients.Tests.Hosts;

/// <summary>Creates the objects that a test needs, with the SDK, because wrangler takes seconds for each step.</summary>
internal static class TestObjects
{
    /// <summary>A name that no other test of the run uses.</summary>
    public static string NewName(string kind) => $"{kind}-{Guid.NewGuid():N}";

    /// <summary>A well-formed id of no object.</summary>
    public static string UnknownId => new('0', 32);

    /// <summary>Makes an empty store.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> StoreAsync(this ApiClientHost host)
    {
        var store = await host.FullAccess.DoAsync("secretsStore.stores.create", new { account_id = host.Account, name = NewName("store") });
        return store.Text("id");
    }

    /// <summary>Makes a secret of the scopes <c>workers</c>, with a value of its own.</summary>
    /// <returns>The server's response to it.</returns>
    public static async Task<JsonElement> SecretAsync(this ApiClientHost host, string store, string name) =>
        (await host.FullAccess.TryAsync("secretsStore.stores.secrets.create", store, host.NewSecret(name))).Done[0];

    /// <summary>Lets a Worker of its own use a secret under the name VARIABLE.</summary>
    public static async Task BindAsync(this ApiClientHost host, string store, string secret)
    {
        var services = $"/accounts/{host.Account}/services";
        var service = await host.FullAccess.DoAsync("post", services, new { body = new { name = NewName("worker"), kind = "workers" } });
        var id = service.GetProperty("result").Text("id");
        await host.FullAccess.DoAsync(
            "post",
            $"{services}/{id}/bindings",
            new
            {
                body = new
                {
                    name = "VARIABLE",
                    store_id = store,
                    secret_name = secret,
                },
            }
        );
    }

    /// <summary>The body with which the SDK creates one secret.</summary>
    public static object NewSecret(this ApiClientHost host, params string[] names) =>
        new
        {
            account_id = host.Account,
            body = names.Select(name => new
            {
                name,
                value = host.LeakCheck.NewValue(),
                scopes = new[] { "workers" },
                comment = "from the tests",
            }),
        };

    /// <summary>The parameters that the SDK needs in addition to the id of an object in a store.</summary>
    public static object In(this ApiClientHost host, string store) => new { account_id = host.Account, store_id = store };
}
