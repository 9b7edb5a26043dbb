using SecretsDashboard.Clients.Tests.WithWrangler;

namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>What clients hear from an account that is full.</summary>
public class The_quota(FullHouse house) : IClassFixture<FullHouse>
{
    [Theory, ClassData(typeof(Wranglers))]
    public async Task A_full_account_says_how_many_secrets_it_may_hold(string wrangler)
    {
        var store = await house.StoreAsync();
        var first = (await house.SecretAsync(store, "FIRST")).Text("id");

        var refused = await house.Keeper.TryAsync("secretsStore.stores.secrets.create", store, house.NewSecret("SECOND"));
        var ran = await new Wrangler(house, wrangler).SecretsStoreAsync(
            "secret", "create", store, "--name", "SECOND", "--value", house.Leaks.NewValue(), "--scopes", "workers");

        refused.Refused("BadRequestError", 400, 1003, "maximum_secrets_exceeded: max 1");
        ran.Failed("maximum_secrets_exceeded: max 1 [code: 1003]");
        await house.Keeper.DoAsync("secretsStore.stores.secrets.delete", first, house.In(store));
    }
}
