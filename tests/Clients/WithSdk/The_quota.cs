using SecretsDashboard.Clients.Tests.WithWrangler;

namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>The error that clients receive when the account is full.</summary>
public class The_quota(FullApiClientHost host) : IClassFixture<FullApiClientHost>
{
    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task Creating_a_secret_in_a_full_account_is_rejected_with_the_maximum_number_of_secrets(string wrangler)
    {
        var store = await host.StoreAsync();
        var first = (await host.SecretAsync(store, "FIRST")).Text("id");

        var refused = await host.FullAccess.TryAsync("secretsStore.stores.secrets.create", store, host.NewSecret("SECOND"));
        var result = await new Wrangler(host, wrangler).SecretsStoreAsync(
            "secret",
            "create",
            store,
            "--name",
            "SECOND",
            "--value",
            host.LeakCheck.NewValue(),
            "--scopes",
            "workers"
        );

        refused.Refused("BadRequestError", 400, 1003, "maximum_secrets_exceeded: max 1");
        result.Failed("maximum_secrets_exceeded: max 1 [code: 1003]");
        await host.FullAccess.DoAsync("secretsStore.stores.secrets.delete", first, host.In(store));
    }
}
