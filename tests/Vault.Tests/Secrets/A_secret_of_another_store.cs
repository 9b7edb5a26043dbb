using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class A_secret_of_another_store : VaultTest
{
    private StoreId _store,
        _other;
    private SecretId _secret;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_store, _other) = (await Host.StoreAsync("one"), await Host.StoreAsync("two"));
        _secret = await Host.SecretAsync(_store, "API_KEY");
    }

    [Fact]
    public async Task Is_as_good_as_absent_where_a_store_is_named()
    {
        Expect.Outside(await Host.AskAsync(Host.Boss, new FindSecret(_other, _secret)));
        Expect.Outside(await Host.AskAsync(Host.Boss, new GetSecret(_secret, _other)));
        Expect.Outside(await Host.AskAsync(Host.Boss, new EditSecret(_secret, null, Comment: "x", Store: _other)));
        Expect.Outside(await Host.AskAsync(Host.Boss, new DuplicateSecret(_secret, "COPY", Scopes.Dex, Store: _other)));
        Expect.Outside(await Host.AskAsync(Host.Boss, new DeleteSecret(_secret, Store: _other)));
        Assert.Equal("API_KEY", (await Host.DoAsync(Host.Boss, new FindSecret(_store, _secret))).Name);
    }

    [Fact]
    public async Task Is_not_bound_by_its_name()
    {
        var service = await Host.ServiceAsync(Scopes.Workers);

        Expect.Outside(await Host.AskAsync(Host.Boss, new BindNamedSecret(service, _other, "API_KEY", "KEY")));
        Assert.Equal(_secret, (await Host.DoAsync(Host.Boss, new BindNamedSecret(service, _store, "API_KEY", "KEY"))).Secret);
        Assert.Equal(_secret.Value, (await Host.LastAuditAsync()).RelatedId);
    }

    [Fact]
    public async Task A_message_that_was_misread_is_judged_first_and_audited_then()
    {
        var invalid = new EditSecret(_secret, null, new NewValue(Plaintext.TryFrom("new")))
        {
            InputErrors = [new Problem("invalid_json_body", "It is no JSON.")],
        };

        Expect.Refused(await Host.AskAsync(await Host.MemberAsync(Roles.Reporter), invalid));
        Expect.Failed(await Host.AskAsync(Host.Boss, invalid), "invalid_json_body");

        Assert.Equal("invalid_json_body", (await Host.LastAuditAsync()).Code);
        Assert.Equal("a value", await StoredValue.OfAsync(Host, _secret));
    }
}
