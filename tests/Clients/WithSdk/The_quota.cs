using SecretsDashboard.Clients.Tests.WithWrangler;

namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>The error that clients receive when the account is full.</summary>
public class The_quota(FullClientHost host) : IClassFixture<FullClientHost>
{
    [Theory, ClassData(typeof(Wranglers))]
    public async Task Creating_a_secret_in_a_full_account_is_rejected_with_the_maximum_number_of_secrets(string wrangler)
    {
        var store = await host.StoreAsync();
        var first = (await host.SecretAsync(store, "FIRST")).Text("id");

        var refused = await host.Keeper.TryAsync("secretsStore.stores.secrets.create", store, host.NewSecret("SECOND"));
        var ran = await new Wrangler(host, wrangler).SecretsStoreAsync(
            "secret",
            "create",
            store,
            "--name",
            "SECOND",
            "--value",
            host.Leaks.NewValue(),
            "--scopes",
            "workers"
        );

        refused.Refused("BadRequestError", 400, 1003, "maximum_secrets_exceeded: max 1");
        ran.Failed("maximum_secrets_exceeded: max 1 [code: 1003]");
        await host.Keeper.DoAsync("secretsStore.stores.secrets.delete", first, host.In(store));
    }
}
