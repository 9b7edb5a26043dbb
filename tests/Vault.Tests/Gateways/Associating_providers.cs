using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Gateways;

public sealed class Associating_providers : VaultTestWithGateway
{
    [Fact]
    public async Task Associating_a_provider_needs_both_the_right_and_the_scope()
    {
        var dex = await Host.SecretAsync(Store, "DEX", Scopes.Dex);
        var (deployer, admin) = (await Host.MemberAsync(Roles.Deployer), await Host.MemberAsync(Roles.Admin));

        var scope = Expect.Refused(await Host.AskAsync(deployer, new AssociateProvider("llm", dex, Input())));
        var right = Expect.Refused(await Host.AskAsync(admin, new AssociateProvider("llm", Secret, Input())));
        var both = Expect.Refused(await Host.AskAsync(admin, new AssociateProvider("llm", dex, Input())));
        await Host.DoAsync(deployer, new AssociateProvider("llm", Secret, Input()));

        Assert.Equal((true, true), (scope.Authorization.Passed, scope.Scope.Failed));
        Assert.Equal((true, true), (right.Authorization.Failed, right.Scope.Passed));
        Assert.Equal((true, true), (both.Authorization.Failed, both.Scope.Failed));
        Assert.Equal(
            (Gateway.Value, Secret.Value, Act.Associate),
            await Host.LastAuditAsync() is var row ? (row.TargetId, row.RelatedId, row.Act) : default
        );
    }

    [Fact]
    public async Task A_provider_key_is_treated_as_a_binding_when_its_secret_or_gateway_is_changed_or_removed()
    {
        var config = await AssociateAsync();

        var narrowing = Expect.Failed(await Host.AskAsync(Host.Owner, new EditSecret(Secret, null, Scopes: Scopes.Dex)), "secret_in_use");
        var deleting = Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteSecret(Secret)), "secret_in_use");
        Expect.Failed(await Host.AskAsync(Host.Owner, new RemoveService(Gateway)), "service_in_use");
        Assert.Equal(("llm", "openai.default"), Assert.Single(narrowing[0].Dependants!) is var d ? (d.ServiceName, d.Variable) : default);
        Assert.Single(deleting[0].Dependants!);

        await Host.DoAsync(Host.Owner, new EditSecret(Secret, null, Scopes: Scopes.Dex, Force: true));
        Assert.Equal(
            (config.Id, BindingState.ScopeNarrowed),
            Assert.Single(await ConfigsAsync()) is var narrowed ? (narrowed.Id, narrowed.State) : default
        );
        await Host.DoAsync(Host.Owner, new DeleteSecret(Secret, Force: true));
        Assert.Equal(BindingState.SecretDeleted, Assert.Single(await ConfigsAsync()).State);
        await Host.DoAsync(Host.Owner, new UnbindSecret(Gateway, "openai.default"));
        Assert.Empty(await ConfigsAsync());
    }

    [Fact]
    public async Task Removing_a_provider_key_or_its_gateway_removes_the_binding_and_the_configuration()
    {
        var config = await AssociateAsync();
        await Host.DoAsync(Host.Owner, new RemoveProviderConfig(Gateway.Value, config.Id));
        Assert.Empty((await Host.DoAsync(Host.Owner, new GetService(Gateway))).Bindings);
        Expect.Failed(await Host.AskAsync(Host.Owner, new RemoveProviderConfig(Gateway.Value, config.Id)), "provider_config_not_found");

        await AssociateAsync();
        await Host.DoAsync(Host.Owner, new RemoveService(Gateway, Force: true));
        using var db = Host.OpenDb();
        Assert.Empty(db.ProviderConfigs);
    }

    [Fact]
    public async Task A_gateways_provider_has_one_default_key_and_no_alias_twice()
    {
        var first = await AssociateAsync();
        var second = await AssociateAsync(alias: "second");
        var elsewhere = await AssociateAsync(provider: "anthropic");

        Assert.Equal([(elsewhere.Id, true), (second.Id, true), (first.Id, false)], (await ConfigsAsync()).Select(c => (c.Id, c.IsDefault)));
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new AssociateProvider("llm", Secret, Input(alias: "second"))),
            "alias_already_exists"
        );
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new EditProviderConfig("llm", first.Id, null, new(null, "second", null))),
            "alias_already_exists"
        );

        await Host.DoAsync(Host.Owner, new EditProviderConfig("llm", first.Id, null, new(null, null, IsDefault: true)));
        Assert.Equal([(elsewhere.Id, true), (first.Id, true), (second.Id, false)], (await ConfigsAsync()).Select(c => (c.Id, c.IsDefault)));
    }

    [Fact]
    public async Task Associating_a_provider_reports_each_invalid_field()
    {
        var problems = Expect.Failed(
            await Host.AskAsync(Host.Owner, new AssociateProvider("llm", Secret, new("OpenAI", "a b", true, 0))),
            "provider_unknown",
            "alias_invalid",
            "rate_limit_invalid"
        );

        Assert.Contains("anthropic, openai", problems.Single(p => p.Code == "provider_unknown").Message, StringComparison.Ordinal);
        Assert.Equal(["Alias", "Provider", "RequestsPerMinute"], problems.Select(p => p.Field).Order());
        Expect.Failed(await Host.AskAsync(Host.Owner, new BindSecret(Gateway, Secret, "KEY")), "gateway_needs_provider");
    }

    [Fact]
    public async Task Editing_a_provider_key_keeps_unnamed_fields_and_resets_the_status_with_another_secret()
    {
        var config = await AssociateAsync(limit: 5);
        var other = await Host.SecretAsync(Store, "OTHER", Scopes.AiGateway, value: "sk-2");
        var caller = (await Host.CredentialAsync(Gateway)).AsCaller();
        using (var key = Expect.Done(await Host.AskAsync(caller, new UseProviderKey("llm", "openai", null))))
        {
            await Host.Vault.KeyStatuses.RecordAsync(key, wasAccepted: true);
        }
        Assert.Equal(KeyStatus.Active, Assert.Single(await ConfigsAsync()).Status);

        Host.Time.Advance(TimeSpan.FromSeconds(1));
        var renamed = await Host.DoAsync(Host.Owner, new EditProviderConfig("llm", config.Id, null, new(null, "renamed", null)));
        Assert.Equal(
            (config.Id, "openai", "renamed", true, 5, KeyStatus.Active, config.Created),
            (renamed.Id, renamed.Provider, renamed.Alias, renamed.IsDefault, renamed.RequestsPerMinute, renamed.Status, renamed.Created)
        );
        var changed = await Host.DoAsync(
            Host.Owner,
            new EditProviderConfig("llm", config.Id, other, new(null, null, null, ChangesLimit: true))
        );
        Assert.Equal((other, (int?)null, KeyStatus.NeverUsed), (changed.Secret, changed.RequestsPerMinute, changed.Status));
        Assert.Equal("sk-2", await KeyAsync(caller, "renamed"));
    }

    [Fact]
    public async Task A_gateway_is_found_by_its_id_or_by_a_name_that_is_unique_within_reach()
    {
        var other = await Host.StoreAsync("other");
        var (here, there) = (
            await Host.ServiceAsync(Scopes.AiGateway, Store, "both"),
            await Host.ServiceAsync(Scopes.AiGateway, other, "both")
        );
        var local = await Host.MemberAsync(Roles.None, (Store, Roles.Deployer));

        await Host.DoAsync(local, new AssociateProvider("both", Secret, Input()));
        Expect.Outside(await Host.AskAsync(local, new ListProviderConfigs(there.Value)));
        Expect.Outside(await Host.AskAsync(local, new ListProviderConfigs("llm")));
        Expect.Outside(await Host.AskAsync(Host.Owner, new ListProviderConfigs("both")));
        Assert.Single((await Host.DoAsync(Host.Owner, new ListProviderConfigs(here.Value))).Configs);
        Expect.Outside(await Host.AskAsync(Host.Owner, new AssociateProvider(there.Value, Secret, Input())));
        var worker = await Host.ServiceAsync(Scopes.Workers, name: "worker");
        Expect.Outside(await Host.AskAsync(Host.Owner, new ListProviderConfigs(worker.Value)));
        Expect.Outside(await Host.AskAsync(Host.Owner, new ListProviderConfigs("")));
    }
}
