using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class A_secret_of_another_store : InAWorld
{
    private StoreId _store, _other;
    private SecretId _secret;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_store, _other) = (await World.StoreAsync("one"), await World.StoreAsync("two"));
        _secret = await World.SecretAsync(_store, "API_KEY");
    }

    [Fact]
    public async Task Is_as_good_as_absent_where_a_store_is_named()
    {
        Expect.Outside(await World.AskAsync(World.Boss, new FindSecret(_other, _secret)));
        Expect.Outside(await World.AskAsync(World.Boss, new GetSecret(_secret, _other)));
        Expect.Outside(await World.AskAsync(World.Boss, new EditSecret(_secret, null, Comment: "x", Store: _other)));
        Expect.Outside(await World.AskAsync(World.Boss, new DuplicateSecret(_secret, "COPY", Scopes.Dex, Store: _other)));
        Expect.Outside(await World.AskAsync(World.Boss, new DeleteSecret(_secret, Store: _other)));
        Assert.Equal("API_KEY", (await World.DoAsync(World.Boss, new FindSecret(_store, _secret))).Name);
    }

    [Fact]
    public async Task Is_not_bound_by_its_name()
    {
        var service = await World.ServiceAsync(Scopes.Workers);

        Expect.Outside(await World.AskAsync(World.Boss, new BindNamedSecret(service, _other, "API_KEY", "KEY")));
        Assert.Equal(_secret, (await World.DoAsync(World.Boss, new BindNamedSecret(service, _store, "API_KEY", "KEY"))).Secret);
        Assert.Equal(_secret.Value, (await World.LastAuditAsync()).RelatedId);
    }

    [Fact]
    public async Task A_message_that_was_misread_is_judged_first_and_audited_then()
    {
        var invalid = new EditSecret(_secret, null, new NewValue(Plaintext.TryFrom("new"))) { InputErrors = [new Problem("invalid_json_body", "It is no JSON.")] };

        Expect.Refused(await World.AskAsync(await World.MemberAsync(Roles.Reporter), invalid));
        Expect.Failed(await World.AskAsync(World.Boss, invalid), "invalid_json_body");

        Assert.Equal("invalid_json_body", (await World.LastAuditAsync()).Code);
        Assert.Equal("a value", await StoredValue.OfAsync(World, _secret));
    }
}
