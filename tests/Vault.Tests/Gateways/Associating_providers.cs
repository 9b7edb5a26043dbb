using System.Text;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Gateways;

public sealed class Associating_providers : InAWorld
{
    private StoreId _store;
    private SecretId _secret;
    private ServiceId _gateway;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await World.StoreAsync();
        _secret = await World.SecretAsync(_store, "OPENAI", Scopes.AiGateway, value: "sk-1");
        _gateway = await World.ServiceAsync(Scopes.AiGateway, name: "llm");
    }

    [Fact]
    public async Task Needs_the_right_and_the_scope()
    {
        var dex = await World.SecretAsync(_store, "DEX", Scopes.Dex);
        var (deployer, admin) = (await World.MemberAsync(Roles.Deployer), await World.MemberAsync(Roles.Admin));

        var scope = Expect.Refused(await World.AskAsync(deployer, new AssociateProvider("llm", dex, Input())));
        var right = Expect.Refused(await World.AskAsync(admin, new AssociateProvider("llm", _secret, Input())));
        var both = Expect.Refused(await World.AskAsync(admin, new AssociateProvider("llm", dex, Input())));
        await World.DoAsync(deployer, new AssociateProvider("llm", _secret, Input()));

        Assert.Equal((true, true), (scope.Authorization.Passed, scope.Scope.Failed));
        Assert.Equal((true, true), (right.Authorization.Failed, right.Scope.Passed));
        Assert.Equal((true, true), (both.Authorization.Failed, both.Scope.Failed));
        Assert.Equal((_gateway.Value, _secret.Value, Act.Associate), await World.LastAuditAsync() is var row ? (row.TargetId, row.RelatedId, row.Act) : default);
    }

    [Fact]
    public async Task A_key_is_a_binding_of_its_gateway_to_whoever_would_break_it()
    {
        var config = await AssociateAsync();

        var narrowing = Expect.Failed(await World.AskAsync(World.Boss, new EditSecret(_secret, null, Scopes: Scopes.Dex)), "secret_in_use");
        var deleting = Expect.Failed(await World.AskAsync(World.Boss, new DeleteSecret(_secret)), "secret_in_use");
        Expect.Failed(await World.AskAsync(World.Boss, new RemoveService(_gateway)), "service_in_use");
        Assert.Equal(("llm", "openai.default"), Assert.Single(narrowing[0].Dependants!) is var d ? (d.ServiceName, d.Variable) : default);
        Assert.Single(deleting[0].Dependants!);

        await World.DoAsync(World.Boss, new EditSecret(_secret, null, Scopes: Scopes.Dex, Force: true));
        Assert.Equal((config.Id, BindingState.ScopeNarrowed), Assert.Single(await ConfigsAsync()) is var narrowed ? (narrowed.Id, narrowed.State) : default);
        await World.DoAsync(World.Boss, new DeleteSecret(_secret, Force: true));
        Assert.Equal(BindingState.SecretDeleted, Assert.Single(await ConfigsAsync()).State);
        await World.DoAsync(World.Boss, new UnbindSecret(_gateway, "openai.default"));
        Assert.Empty(await ConfigsAsync());
    }

    [Fact]
    public async Task Removing_takes_binding_and_config_and_so_does_removing_the_gateway()
    {
        var config = await AssociateAsync();
        await World.DoAsync(World.Boss, new RemoveProviderConfig(_gateway.Value, config.Id));
        Assert.Empty((await World.DoAsync(World.Boss, new GetService(_gateway))).Bindings);
        Expect.Failed(await World.AskAsync(World.Boss, new RemoveProviderConfig(_gateway.Value, config.Id)), "provider_config_not_found");

        await AssociateAsync();
        await World.DoAsync(World.Boss, new RemoveService(_gateway, Force: true));
        using var db = World.OpenDb();
        Assert.Empty(db.ProviderConfigs);
    }

    [Fact]
    public async Task There_is_one_default_and_an_alias_stands_once()
    {
        var first = await AssociateAsync();
        var second = await AssociateAsync(alias: "second");
        var elsewhere = await AssociateAsync(provider: "anthropic");

        Assert.Equal([(elsewhere.Id, true), (second.Id, true), (first.Id, false)], (await ConfigsAsync()).Select(c => (c.Id, c.IsDefault)));
        Expect.Failed(await World.AskAsync(World.Boss, new AssociateProvider("llm", _secret, Input(alias: "second"))), "alias_already_exists");
        Expect.Failed(await World.AskAsync(World.Boss, new EditProviderConfig("llm", first.Id, null, new(null, "second", null))), "alias_already_exists");

        await World.DoAsync(World.Boss, new EditProviderConfig("llm", first.Id, null, new(null, null, IsDefault: true)));
        Assert.Equal([(elsewhere.Id, true), (first.Id, true), (second.Id, false)], (await ConfigsAsync()).Select(c => (c.Id, c.IsDefault)));
    }

    [Fact]
    public async Task What_is_no_good_is_said_field_by_field()
    {
        var problems = Expect.Failed(await World.AskAsync(World.Boss, new AssociateProvider("llm", _secret, new("OpenAI", "a b", true, 0))), "provider_unknown", "alias_invalid", "rate_limit_invalid");

        Assert.Contains("anthropic, openai", problems.Single(p => p.Code == "provider_unknown").Message, StringComparison.Ordinal);
        Assert.Equal(["Alias", "Provider", "RequestsPerMinute"], problems.Select(p => p.Field).Order());
        Expect.Failed(await World.AskAsync(World.Boss, new BindSecret(_gateway, _secret, "KEY")), "gateway_needs_provider");
    }

    [Fact]
    public async Task Editing_keeps_what_is_not_named_and_forgets_what_the_provider_said_of_another_key()
    {
        var config = await AssociateAsync(limit: 5);
        var other = await World.SecretAsync(_store, "OTHER", Scopes.AiGateway, value: "sk-2");
        var caller = (await World.CredentialAsync(_gateway)).Holder();
        using (var key = Expect.Done(await World.AskAsync(caller, new UseProviderKey("llm", "openai", null))))
        {
            await World.Vault.Gate.NoteAsync(key, wasAccepted: true);
        }
        Assert.Equal(KeyStatus.Active, Assert.Single(await ConfigsAsync()).Status);

        World.Time.Advance(TimeSpan.FromSeconds(1));
        var renamed = await World.DoAsync(World.Boss, new EditProviderConfig("llm", config.Id, null, new(null, "renamed", null)));
        Assert.Equal((config.Id, "openai", "renamed", true, 5, KeyStatus.Active, config.Created), (renamed.Id, renamed.Provider, renamed.Alias, renamed.IsDefault, renamed.RequestsPerMinute, renamed.Status, renamed.Created));
        var changed = await World.DoAsync(World.Boss, new EditProviderConfig("llm", config.Id, other, new(null, null, null, ChangesLimit: true)));
        Assert.Equal((other, (int?)null, KeyStatus.NeverUsed), (changed.Secret, changed.RequestsPerMinute, changed.Status));
        Assert.Equal("sk-2", await KeyAsync(caller, "renamed"));
    }

    [Fact]
    public async Task What_was_noted_of_a_key_that_was_changed_meanwhile_is_not_said_of_the_new_one()
    {
        var config = await AssociateAsync();
        var other = await World.SecretAsync(_store, "OTHER", Scopes.AiGateway);
        var caller = (await World.CredentialAsync(_gateway)).Holder();
        using var key = Expect.Done(await World.AskAsync(caller, new UseProviderKey("llm", "openai", null)));

        World.Time.Advance(TimeSpan.FromSeconds(1));
        await World.DoAsync(World.Boss, new EditProviderConfig("llm", config.Id, other, new(null, null, null)));
        await World.Vault.Gate.NoteAsync(key, wasAccepted: false);

        Assert.Equal(KeyStatus.NeverUsed, Assert.Single(await ConfigsAsync()).Status);
    }

    [Fact]
    public async Task A_gateway_is_meant_by_its_id_or_by_a_name_that_means_one_within_reach()
    {
        var other = await World.StoreAsync("other");
        var (here, there) = (await World.ServiceAsync(Scopes.AiGateway, _store, "both"), await World.ServiceAsync(Scopes.AiGateway, other, "both"));
        var local = await World.MemberAsync(Roles.None, (_store, Roles.Deployer));

        await World.DoAsync(local, new AssociateProvider("both", _secret, Input()));
        Expect.Outside(await World.AskAsync(local, new ListProviderConfigs(there.Value)));
        Expect.Outside(await World.AskAsync(local, new ListProviderConfigs("llm")));
        Expect.Outside(await World.AskAsync(World.Boss, new ListProviderConfigs("both")));
        Assert.Single((await World.DoAsync(World.Boss, new ListProviderConfigs(here.Value))).Configs);
        Expect.Outside(await World.AskAsync(World.Boss, new AssociateProvider(there.Value, _secret, Input())));
        var worker = await World.ServiceAsync(Scopes.Workers, name: "worker");
        Expect.Outside(await World.AskAsync(World.Boss, new ListProviderConfigs(worker.Value)));
        Expect.Outside(await World.AskAsync(World.Boss, new ListProviderConfigs("")));
    }

    [Fact]
    public async Task Only_the_gateway_itself_uses_its_key_and_only_for_what_it_is_for()
    {
        await AssociateAsync();
        var another = await World.ServiceAsync(Scopes.AiGateway, name: "another");
        var (caller, stranger) = ((await World.CredentialAsync(_gateway)).Holder(), (await World.CredentialAsync(another)).Holder());

        Assert.Equal("sk-1", await KeyAsync(caller, null));
        Assert.Equal("sk-1", await KeyAsync(caller, "default"));
        Expect.Outside(await World.AskAsync(stranger, new UseProviderKey("llm", "openai", null)));
        Expect.Outside(await World.AskAsync(stranger, new UseProviderKey("another", "openai", null)));
        Expect.Outside(await World.AskAsync(caller, new UseProviderKey("another", "openai", null)));
        Expect.Outside(await World.AskAsync(caller, new UseProviderKey("llm", "anthropic", null)));
        Expect.Outside(await World.AskAsync(caller, new UseProviderKey("llm", "openai", "none")));
        Expect.Refused(await World.AskAsync(World.Boss, new UseProviderKey("llm", "openai", null)));
        Expect.Failed(await World.AskAsync(caller, new Vault.Runtime.ResolveBinding("openai.default")), "value_used_by_server");
    }

    [Theory]
    [InlineData("a key")]
    [InlineData("key\n")]
    [InlineData("schlüssel")]
    public async Task A_value_that_no_header_can_carry_is_no_key(string value)
    {
        var secret = await World.SecretAsync(_store, "ODD", Scopes.AiGateway, value: value);
        await World.DoAsync(World.Boss, new AssociateProvider("llm", secret, Input()));

        Expect.Failed(await World.AskAsync((await World.CredentialAsync(_gateway)).Holder(), new UseProviderKey("llm", "openai", null)), "key_unusable");
    }

    [Fact]
    public async Task A_limit_counts_by_the_minute()
    {
        await AssociateAsync(limit: 1);
        var caller = (await World.CredentialAsync(_gateway)).Holder();

        Assert.Equal("sk-1", await KeyAsync(caller, null));
        World.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("40", Expect.Failed(await World.AskAsync(caller, new UseProviderKey("llm", "openai", null)), "key_used_too_often")[0].Subject);
        World.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal("sk-1", await KeyAsync(caller, null));
    }

    private static ProviderInput Input(string provider = "openai", string alias = "default", int? limit = null) => new(provider, alias, IsDefault: true, limit);

    private Task<ProviderConfigRow> AssociateAsync(string provider = "openai", string alias = "default", int? limit = null) =>
        World.DoAsync(World.Boss, new AssociateProvider("llm", _secret, Input(provider, alias, limit)));

    private async Task<IReadOnlyList<ProviderConfigRow>> ConfigsAsync() => (await World.DoAsync(World.Boss, new ListProviderConfigs("llm"))).Configs;

    private async Task<string> KeyAsync(Caller caller, string? alias)
    {
        using var key = Expect.Done(await World.AskAsync(caller, new UseProviderKey("llm", "openai", alias)));
        return Encoding.ASCII.GetString(key.Ascii);
    }
}
