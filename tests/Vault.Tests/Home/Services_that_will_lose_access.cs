using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Tests.Home;

/// <summary>The home page lists services that are about to stop, or have
/// stopped, to members who see the same on the services' own pages.</summary>
public sealed class Services_that_will_lose_access : VaultTest
{
    private StoreId _mine,
        _other;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_mine, _other) = (await Host.StoreAsync("mine"), await Host.StoreAsync("other"));
    }

    [Fact]
    public async Task The_home_page_shows_credentials_that_end_within_two_weeks_the_next_to_end_first()
    {
        var service = await Host.ServiceAsync(Scopes.Workers, _mine, "checkout");
        await EndingAsync(service, "later", 14);
        await EndingAsync(service, "sooner", 3);
        await EndingAsync(service, "lasting", 15);
        await Host.CredentialAsync(service, ReaderSteps.Input with { Expires = Expiry.Never });

        var ending = await EndingAsync(Host.Owner);

        Assert.Equal(
            [("sooner", "checkout", Host.Now.AddDays(3), false), ("later", "checkout", Host.Now.AddDays(14), false)],
            ending.Select(e => (e.Name, e.ServiceName, e.Expires, e.HasEnded))
        );
        Assert.All(ending, e => Assert.Equal(service, e.Service));
    }

    [Fact]
    public async Task The_home_page_shows_an_ended_credential_while_its_service_has_no_other_valid_one()
    {
        await EndingAsync(await Host.ServiceAsync(Scopes.Workers, name: "stopped"), "only", 1);
        var twice = await Host.ServiceAsync(Scopes.Workers, name: "stopped twice");
        await EndingAsync(twice, "first", 1);
        await EndingAsync(twice, "last", 2);
        var together = await Host.ServiceAsync(Scopes.Workers, name: "stopped together");
        await EndingAsync(together, "one", 0.5);
        await EndingAsync(together, "another", 0.5);
        var goesOn = await Host.ServiceAsync(Scopes.Workers, name: "goes on");
        await EndingAsync(goesOn, "old", 1);
        await Host.CredentialAsync(goesOn, ReaderSteps.Input with { Expires = Expiry.Never });
        var asWorkload = await Host.ServiceAsync(Scopes.Workers, name: "goes on as a workload");
        await EndingAsync(asWorkload, "old", 1);
        await Host.DoAsync(
            Host.Owner,
            new MapWorkloadIdentity(
                asWorkload,
                new WorkloadInput(VaultTemplate.Issuer, "system:serviceaccount:shop:checkout", "secrets-dashboard")
            )
        );
        Host.Time.Advance(TimeSpan.FromDays(2));
        var owner = await Host.MemberAsync(Roles.SuperAdministrator);

        var ending = await EndingAsync(owner);

        Assert.Equal(
            [("last", "stopped twice", true), ("only", "stopped", true), ("another", "stopped together", true)],
            ending.Select(e => (e.Name, e.ServiceName, e.HasEnded))
        );
        await Host.DoAsync(owner, new RollCredential(ending[0].Service, ending[0].Credential, Expiry.After(TimeSpan.FromDays(90))));
        Assert.Equal(["only", "another"], (await EndingAsync(owner)).Select(e => e.Name));
    }

    [Fact]
    public async Task The_home_page_shows_an_ended_credential_for_thirty_days_or_until_it_is_revoked()
    {
        var (retired, stopped) = (
            await Host.ServiceAsync(Scopes.Workers, name: "retired"),
            await Host.ServiceAsync(Scopes.Workers, name: "stopped")
        );
        await EndingAsync(retired, "old", 1);
        var later = await EndingAsync(stopped, "newer", 3);
        Host.Time.Advance(TimeSpan.FromDays(31) - TimeSpan.FromMinutes(1));
        var owner = await Host.MemberAsync(Roles.SuperAdministrator);
        Assert.Equal(["newer", "old"], (await EndingAsync(owner)).Select(e => e.Name));

        Host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["newer"], (await EndingAsync(owner)).Select(e => e.Name));
        await Host.DoAsync(owner, new RevokeCredential(stopped, later.Credential.Id));

        Assert.Empty(await EndingAsync(owner));
    }

    [Fact]
    public async Task The_home_page_shows_a_refused_provider_key_until_it_is_accepted_or_becomes_unusable()
    {
        var (gateway, secret) = await RefusedKeyAsync(_mine, "llm");
        await Host.DoAsync(
            Host.Owner,
            new AssociateProvider(gateway.Value, secret, new ProviderInput("anthropic", "default", IsDefault: true))
        );

        var refused = Assert.Single(await RefusedAsync(Host.Owner));

        Assert.Equal(
            ("openai", "default", gateway, "llm", secret, "OPENAI"),
            (refused.Provider, refused.Alias, refused.Gateway, refused.GatewayName, refused.Secret, refused.SecretName)
        );
        await RecordKeyStatusAsync(gateway, wasAccepted: true);
        Assert.Empty(await RefusedAsync(Host.Owner));
        await RecordKeyStatusAsync(gateway, wasAccepted: false);
        Assert.Single(await RefusedAsync(Host.Owner));
        // Now it is listed among the broken ones.
        await Host.DoAsync(Host.Owner, new EditSecret(secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        Assert.Empty(await RefusedAsync(Host.Owner));
    }

    [Fact]
    public async Task The_home_page_no_longer_shows_a_refused_provider_key_after_it_gets_a_new_value()
    {
        var (gateway, secret) = await RefusedKeyAsync(_mine, "llm");
        Assert.Single(await RefusedAsync(Host.Owner));

        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Host.DoAsync(Host.Owner, new EditSecret(secret, Revision: null, new NewValue(Plaintext.TryFrom("sk-2"))));

        Assert.Empty(await RefusedAsync(Host.Owner));
        await RecordKeyStatusAsync(gateway, wasAccepted: false);
        Assert.Single(await RefusedAsync(Host.Owner));
    }

    [Theory]
    [InlineData(Roles.SuperAdministrator, true)]
    [InlineData(Roles.Admin, false)]
    [InlineData(Roles.Deployer, false)]
    [InlineData(Roles.Reporter, false)]
    public async Task Every_role_sees_refused_provider_keys_on_the_home_page_but_only_super_administrators_see_ending_credentials(
        Roles roles,
        bool credentials
    )
    {
        await RefusedKeyAsync(_mine, "llm");
        await EndingAsync(await Host.ServiceAsync(Scopes.Workers, _mine), "ending", 3);
        await EndingAsync(await Host.ServiceAsync(Scopes.Workers), "ending", 3);

        var home = await Host.DoAsync(await Host.MemberAsync(roles), new ViewHome());

        Assert.Equal((1, credentials ? 2 : 0), (home.RefusedKeys.Count, home.Ending.Count));
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task A_role_on_one_store_shows_only_refused_provider_keys_of_that_stores_gateways_on_the_home_page(Roles roles)
    {
        await RefusedKeyAsync(_mine, "ours");
        await RefusedKeyAsync(_other, "theirs");
        await RefusedKeyAsync(_mine, "the accounts", ofAccount: true); // Its secret is in this store, but the service is not visible here.
        await EndingAsync(await Host.ServiceAsync(Scopes.Workers, _mine), "ending", 3);

        var home = await Host.DoAsync(await Host.MemberAsync(Roles.None, (_mine, roles)), new ViewHome());

        Assert.Equal(["ours"], home.RefusedKeys.Select(k => k.GatewayName));
        Assert.Empty(home.Ending);
    }

    [Fact]
    public async Task The_home_page_shows_only_the_first_of_many_ending_credentials()
    {
        for (var i = 0; i < ViewHome.MaxRows + 1; i++)
        {
            await EndingAsync(await Host.ServiceAsync(Scopes.Workers), $"ending {i}", 1 + i);
        }

        Assert.Equal(Enumerable.Range(0, ViewHome.MaxRows).Select(i => $"ending {i}"), (await EndingAsync(Host.Owner)).Select(e => e.Name));
    }

    private async Task<(ServiceId Gateway, SecretId Secret)> RefusedKeyAsync(StoreId store, string name, bool ofAccount = false)
    {
        var gateway = await Host.ServiceAsync(Scopes.AiGateway, ofAccount ? null : store, name);
        var secret = await Host.SecretAsync(store, ofAccount ? "OPENAI_OF_ALL" : "OPENAI", Scopes.AiGateway, value: "sk-1");
        await Host.DoAsync(
            Host.Owner,
            new AssociateProvider(gateway.Value, secret, new ProviderInput("openai", "default", IsDefault: true))
        );
        await RecordKeyStatusAsync(gateway, wasAccepted: false);
        return (gateway, secret);
    }

    private async Task RecordKeyStatusAsync(ServiceId gateway, bool wasAccepted)
    {
        var caller = (await Host.CredentialAsync(gateway, ReaderSteps.Input with { Expires = Expiry.Never })).AsCaller();
        using var key = Expect.Done(await Host.AskAsync(caller, new UseProviderKey(gateway.Value, "openai", null)));
        await Host.Vault.KeyStatuses.RecordAsync(key, wasAccepted);
    }

    private Task<NewCredential> EndingAsync(ServiceId service, string name, double days) =>
        Host.CredentialAsync(service, ReaderSteps.Input with { Name = name, Expires = Expiry.After(TimeSpan.FromDays(days)) });

    private async Task<IReadOnlyList<EndingCredential>> EndingAsync(Person person) => (await Host.DoAsync(person, new ViewHome())).Ending;

    private async Task<IReadOnlyList<RefusedKey>> RefusedAsync(Person person) => (await Host.DoAsync(person, new ViewHome())).RefusedKeys;
}
