using System.Net;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed class Using_a_token : VaultTest
{
    [Fact]
    public async Task A_token_may_do_what_its_level_grants_and_no_more()
    {
        var store = await Host.StoreAsync();
        var (read, manage) = (await Host.AccountTokenAsync(TokenLevel.Read), await Host.AccountTokenAsync(TokenLevel.Manage));

        Expect.Done(await Host.AskAsync(read.AsCaller(), new ListStores()));
        Expect.Done(await Host.AskAsync(manage.AsCaller(), new CreateSecrets(store, [VaultSampleData.New("API_KEY")])));
        var decision = Expect.Refused(await Host.AskAsync(read.AsCaller(), new CreateSecrets(store, [VaultSampleData.New("OTHER")])));

        Assert.Equal("Needs Manage or Edit. This token has Read.", decision.Authorization.Reason);
        Assert.Equal("Use a token with Manage or Edit.", decision.Authorization.Remedy);
    }

    [Fact]
    public async Task A_token_limited_to_a_store_sees_nothing_else()
    {
        var (mine, other) = (await Host.StoreAsync("mine"), await Host.StoreAsync("other"));
        var token = await Host.AccountTokenAsync(TokenLevel.Edit, mine);

        Expect.Done(await Host.AskAsync(token.AsCaller(), new CreateSecrets(mine, [VaultSampleData.New("API_KEY")])));
        Expect.Outside(await Host.AskAsync(token.AsCaller(), new CreateSecrets(other, [VaultSampleData.New("API_KEY")])));
        Assert.Equal("mine", Assert.Single(Expect.Done(await Host.AskAsync(token.AsCaller(), new ListStores()))).Name);

        var decision = Expect.Refused(await Host.AskAsync(token.AsCaller(), new CreateStore("third")));
        Assert.Equal("Needs Manage or Edit for the whole account. This token has Edit on single stores.", decision.Authorization.Reason);
        Assert.Equal("Use a token with Manage or Edit for the whole account.", decision.Authorization.Remedy);
    }

    [Fact]
    public async Task The_audit_row_of_a_tokens_use_names_the_token_and_its_address()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);

        Expect.Done(await Host.AskAsync(token.From("203.0.113.9"), new ListStores()));

        var row = await Host.LastAuditAsync();
        Assert.Equal(
            (ActorKind.Token, token.Token.Id.Value, "a program", "203.0.113.9"),
            (row.ActorKind, row.ActorId, row.ActorName, row.Address)
        );
        Assert.Equal("Read may view metadata.", row.AuthorizationReason);
        Assert.Null(row.SessionId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sdt_")]
    [InlineData("Bearer")]
    public async Task A_text_that_is_not_a_token_is_refused_as_an_unknown_token(string? text)
    {
        var decision = Expect.Refused(await Host.AskAsync(Caller.WithToken(text, IPAddress.Loopback), new ListStores()));

        Assert.Equal(
            (Standing.Unknown, "This credential is not known.", "Use a valid credential."),
            (decision.Question.Actor.Standing, decision.Authorization.Reason, decision.Authorization.Remedy)
        );
        var row = await Host.LastAuditAsync();
        Assert.Equal((ActorKind.Token, null, null, AuditResult.Refused), (row.ActorKind, row.ActorId, row.ActorName, row.Result));
    }

    [Fact]
    public async Task A_well_formed_token_that_was_never_issued_is_unknown()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);
        var (sameId, otherId) = (
            TokenText.New(TokenText.ApiToken, token.Token.Id.Value).Text,
            TokenText.New(TokenText.ApiToken, Guid.NewGuid().ToString("N")).Text
        );

        Assert.Equal(Standing.Good, await Host.StandingAsync(token.AsCaller()));
        Assert.Equal(Standing.Unknown, await Host.StandingAsync(Caller.WithToken(sameId, IPAddress.Loopback)));
        Assert.Equal(Standing.Unknown, await Host.StandingAsync(Caller.WithToken(otherId, IPAddress.Loopback)));
    }
}
