using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class A_secret_of_another_store : VaultTest
{
    private StoreId _store,
        _otherStore;
    private SecretId _secret;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_store, _otherStore) = (await Host.StoreAsync("one"), await Host.StoreAsync("two"));
        _secret = await Host.SecretAsync(_store, "API_KEY");
    }

    [Fact]
    public async Task A_secret_cannot_be_reached_through_another_store()
    {
        Expect.Outside(await Host.AskAsync(Host.Owner, new FindSecret(_otherStore, _secret)));
        Expect.Outside(await Host.AskAsync(Host.Owner, new GetSecret(_secret, _otherStore)));
        Expect.Outside(
            await Host.AskAsync(Host.Owner, new EditSecret(_secret, null, Description: new() { Comment = "x" }, Store: _otherStore))
        );
        Expect.Outside(await Host.AskAsync(Host.Owner, new DuplicateSecret(_secret, "COPY", Scopes.Dex, Store: _otherStore)));
        Expect.Outside(await Host.AskAsync(Host.Owner, new DeleteSecret(_secret, Store: _otherStore)));
        Assert.Equal("API_KEY", (await Host.DoAsync(Host.Owner, new FindSecret(_store, _secret))).Name);
    }

    [Fact]
    public async Task A_secret_is_bound_by_name_only_from_the_store_that_is_named()
    {
        var service = await Host.ServiceAsync(Scopes.Workers);

        Expect.Outside(await Host.AskAsync(Host.Owner, new BindNamedSecret(service, _otherStore, "API_KEY", "KEY")));
        Assert.Equal(_secret, (await Host.DoAsync(Host.Owner, new BindNamedSecret(service, _store, "API_KEY", "KEY"))).Secret);
        Assert.Equal(_secret.Value, (await Host.LastAuditAsync()).RelatedId);
    }
}
