using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Credentials;

public sealed class When_a_credential_is_valid : VaultTest
{
    private ServiceId _service;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _service = await Host.ServiceAsync(Scopes.Workers);
        await Host.DoAsync(Host.Owner, new BindSecret(_service, await Host.SecretAsync(await Host.StoreAsync(), "STRIPE"), "KEY"));
    }

    [Fact]
    public async Task A_credential_is_valid_for_90_days_and_not_a_moment_longer()
    {
        var credential = await Host.CredentialAsync(_service);
        Assert.Equal(Host.Now.AddDays(90), credential.Credential.Expires);

        Host.Time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMilliseconds(1));
        await Host.CacheReadingAsync(credential.AsCaller());
        Host.Time.Advance(TimeSpan.FromMilliseconds(1));

        await AssertRefusedAsync(credential.AsCaller(), Standing.TokenExpired, "This credential has expired.");
    }

    [Fact]
    public async Task A_credential_works_only_from_addresses_that_it_allows_and_does_not_deny()
    {
        var credential = await Host.CredentialAsync(
            _service,
            ReaderSteps.Input with
            {
                AllowedFrom = ["10.0.0.0/8"],
                DeniedFrom = ["10.1.0.0/16"],
            }
        );

        await Host.CacheReadingAsync(credential.From("10.2.0.1"));
        await AssertRefusedAsync(
            credential.From("10.1.0.1"),
            Standing.AddressNotAllowed,
            "This credential may not be used from this address."
        );
        await AssertRefusedAsync(
            credential.From("192.0.2.1"),
            Standing.AddressNotAllowed,
            "This credential may not be used from this address."
        );
        await AssertRefusedAsync(credential.From(null), Standing.AddressNotAllowed, "This credential may not be used from this address.");
    }

    [Fact]
    public async Task Only_the_whole_text_of_a_credential_is_accepted()
    {
        var credential = await Host.CredentialAsync(_service);
        var token = await Host.AccountTokenAsync(TokenLevel.Edit);
        await Host.CacheReadingAsync(credential.AsCaller());

        foreach (
            var text in new[]
            {
                null,
                "",
                "sds_",
                credential.Text[..^1],
                credential.Text + "x",
                credential.Text.ToUpperInvariant(),
                token.Text,
                TokenText.New(TokenText.ServiceCredential, credential.Credential.Id.Value).Text,
                TokenText.New(TokenText.ServiceCredential, new string('0', 32)).Text,
            }
        )
        {
            await AssertRefusedAsync(Caller.WithCredential(text, null), Standing.Unknown, "This credential is not known.");
        }
        Assert.Equal(Standing.Unknown, await Host.StandingAsync(Caller.WithToken(credential.Text, null)));
    }

    [Fact]
    public async Task A_credentials_use_is_recorded_at_most_once_a_minute_and_a_refusal_never()
    {
        var credential = await Host.CredentialAsync(_service, ReaderSteps.Input with { DeniedFrom = ["203.0.113.0/24"] });
        await Host.RefusedAsync(credential.From("203.0.113.1"));
        Assert.Null((await ListedAsync()).LastUsed);

        var first = Host.Now;
        await Host.ValueAsync(credential.AsCaller());
        Host.Time.Advance(TimeSpan.FromSeconds(59));
        await Host.ValueAsync(credential.From("192.0.2.8"));
        Assert.Equal((first, "192.0.2.7"), ((await ListedAsync()).LastUsed, (await ListedAsync()).LastUsedFrom));

        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Host.ValueAsync(credential.From("192.0.2.8"));
        Assert.Equal((Host.Now, "192.0.2.8"), ((await ListedAsync()).LastUsed, (await ListedAsync()).LastUsedFrom));
    }

    private async Task<CredentialDetail> ListedAsync() => Assert.Single(await Host.DoAsync(Host.Owner, new ListCredentials(_service)));

    private async Task AssertRefusedAsync(Caller caller, Standing standing, string reason)
    {
        var decision = await Host.RefusedAsync(caller);
        Assert.Equal((standing, reason), (decision.Question.Actor.Standing, decision.Authorization.Reason));
        Assert.Equal(reason, (await Host.LastAuditAsync()).AuthorizationReason);
    }
}
