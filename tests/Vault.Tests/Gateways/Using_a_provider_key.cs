using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Gateways;

public sealed class Using_a_provider_key : VaultTestWithGateway
{
    [Fact]
    public async Task Only_the_gateway_itself_can_use_its_provider_key_and_only_for_that_provider()
    {
        await AssociateAsync();
        var another = await Host.ServiceAsync(Scopes.AiGateway, name: "another");
        var (caller, visitor) = ((await Host.CredentialAsync(Gateway)).AsCaller(), (await Host.CredentialAsync(another)).AsCaller());

        Assert.Equal("sk-1", await KeyAsync(caller, null));
        Assert.Equal("sk-1", await KeyAsync(caller, "default"));
        Expect.Outside(await Host.AskAsync(visitor, new UseProviderKey("llm", "openai", null)));
        Expect.Outside(await Host.AskAsync(visitor, new UseProviderKey("another", "openai", null)));
        Expect.Outside(await Host.AskAsync(caller, new UseProviderKey("another", "openai", null)));
        Expect.Outside(await Host.AskAsync(caller, new UseProviderKey("llm", "anthropic", null)));
        Expect.Outside(await Host.AskAsync(caller, new UseProviderKey("llm", "openai", "none")));
        Expect.Refused(await Host.AskAsync(Host.Owner, new UseProviderKey("llm", "openai", null)));
        Expect.Failed(await Host.AskAsync(caller, new Vault.Runtime.ResolveBinding("openai.default")), "value_used_by_server");
    }

    [Theory]
    [InlineData("a key")]
    [InlineData("key\n")]
    [InlineData("schlüssel")]
    public async Task A_value_that_an_http_header_cannot_carry_is_unusable_as_a_provider_key(string value)
    {
        var secret = await Host.SecretAsync(Store, "ODD", Scopes.AiGateway, value: value);
        await Host.DoAsync(Host.Owner, new AssociateProvider("llm", secret, Input()));

        Expect.Failed(
            await Host.AskAsync((await Host.CredentialAsync(Gateway)).AsCaller(), new UseProviderKey("llm", "openai", null)),
            "key_unusable"
        );
    }

    [Fact]
    public async Task The_limit_of_a_provider_key_applies_per_minute()
    {
        await AssociateAsync(limit: 1);
        var caller = (await Host.CredentialAsync(Gateway)).AsCaller();

        Assert.Equal("sk-1", await KeyAsync(caller, null));
        Host.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(
            TimeSpan.FromSeconds(40),
            Expect.Failed(await Host.AskAsync(caller, new UseProviderKey("llm", "openai", null)), "key_used_too_often")[0].RetryAfter
        );
        Host.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal("sk-1", await KeyAsync(caller, null));
    }

    [Fact]
    public async Task A_providers_answer_about_an_old_key_is_not_recorded_for_the_key_that_replaced_it()
    {
        var config = await AssociateAsync();
        var other = await Host.SecretAsync(Store, "OTHER", Scopes.AiGateway);
        var caller = (await Host.CredentialAsync(Gateway)).AsCaller();
        using var key = Expect.Done(await Host.AskAsync(caller, new UseProviderKey("llm", "openai", null)));

        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Host.DoAsync(Host.Owner, new EditProviderConfig("llm", config.Id, other, new(null, null, null)));
        await Host.Vault.KeyStatuses.RecordAsync(key, wasAccepted: false);

        Assert.Equal(KeyStatus.NeverUsed, Assert.Single(await ConfigsAsync()).Status);
    }

    [Fact]
    public async Task A_providers_answer_about_an_old_value_is_not_shown_for_the_new_value()
    {
        var config = await AssociateAsync();
        var caller = (await Host.CredentialAsync(Gateway)).AsCaller();
        await RecordKeyStatusAsync(caller, wasAccepted: false);
        Assert.Equal(KeyStatus.Invalid, Assert.Single(await ConfigsAsync()).Status);

        await GiveNewValueAsync();

        Assert.Equal((KeyStatus.NeverUsed, null), Assert.Single(await ConfigsAsync()) is var row ? (row.Status, row.LastUsed) : default);
        Assert.Equal(
            KeyStatus.NeverUsed,
            (
                await Host.DoAsync(Host.Owner, new EditProviderConfig("llm", config.Id, null, new(null, null, null, ChangesLimit: true, 5)))
            ).Status
        );
        await RecordKeyStatusAsync(caller, wasAccepted: false); // Within the minute, and yet news: it is about another value.
        Assert.Equal(KeyStatus.Invalid, Assert.Single(await ConfigsAsync()).Status);
    }

    [Fact]
    public async Task A_use_that_began_before_the_secret_got_a_new_value_does_not_mark_the_new_value()
    {
        await AssociateAsync();
        var caller = (await Host.CredentialAsync(Gateway)).AsCaller();
        using var old = Expect.Done(await Host.AskAsync(caller, new UseProviderKey("llm", "openai", null)));
        await GiveNewValueAsync();
        await RecordKeyStatusAsync(caller, wasAccepted: true);

        await Host.Vault.KeyStatuses.RecordAsync(old, wasAccepted: false);

        Assert.Equal(KeyStatus.Active, Assert.Single(await ConfigsAsync()).Status);
    }

    private async Task RecordKeyStatusAsync(Caller caller, bool wasAccepted)
    {
        using var key = Expect.Done(await Host.AskAsync(caller, new UseProviderKey("llm", "openai", null)));
        await Host.Vault.KeyStatuses.RecordAsync(key, wasAccepted);
    }

    private async Task GiveNewValueAsync()
    {
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, new NewValue(Plaintext.TryFrom("sk-2"))));
    }
}
