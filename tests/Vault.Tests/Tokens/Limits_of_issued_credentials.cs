using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

/// <summary>Credentials that a token issues end no later than itself, unless a Super Administrator lets it issue longer.</summary>
public sealed class Limits_of_issued_credentials : VaultTest
{
    private static readonly TokenInput Wanted = new("successor", TokenLevel.Edit, Administer: true);

    private NewToken _issuer = null!;
    private ServiceId _service;

    private Caller Issuer => _issuer.From("10.0.0.5");

    private DateTimeOffset End => _issuer.Token.Expires!.Value;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _service = await Host.ServiceAsync(Scopes.Workers);
        _issuer = await IssuerAsync();
    }

    [Fact]
    public async Task A_credential_issued_by_a_token_inherits_its_end_and_may_have_other_addresses()
    {
        var made = Expect.Done(await CredentialAsync(ReaderSteps.Input with { AllowedFrom = ["192.0.2.0/24"] })).Credential;
        var everywhere = Expect.Done(await CredentialAsync(ReaderSteps.Input)).Credential;

        Assert.Equal((End, "192.0.2.0/24"), (made.Expires, Assert.Single(made.AllowedFrom)));
        Assert.Empty(everywhere.AllowedFrom);
        foreach (var end in new[] { Expiry.Never, new Expiry(End.AddMilliseconds(1)) })
        {
            Assert.Equal(
                nameof(CredentialInput.Expires),
                Expect.Failed(await CredentialAsync(ReaderSteps.Input with { Expires = end }), "credential_expires_beyond_issuer")[0].Field
            );
        }
    }

    [Fact]
    public async Task A_token_cannot_roll_a_credential_beyond_its_own_end_unless_it_may_issue_longer()
    {
        var old = await Host.CredentialAsync(_service);

        Expect.Failed(await Host.AskAsync(Issuer, new RollCredential(_service, old.Credential.Id)), "credential_expires_beyond_issuer");
        Expect.Failed(
            await Host.AskAsync(Issuer, new RollCredential(_service, old.Credential.Id, Expiry.Never)),
            "credential_expires_beyond_issuer"
        );
        Assert.Equal(
            End,
            Expect.Done(await Host.AskAsync(Issuer, new RollCredential(_service, old.Credential.Id, new Expiry(End)))).Credential.Expires
        );

        var longer = await IssuerAsync(mayIssueLonger: true);
        Assert.Null(
            Expect
                .Done(
                    await Host.AskAsync(longer.From("10.0.0.5"), new RollCredential(_service, old.Credential.Id, Expiry.Never, Force: true))
                )
                .Credential.Expires
        );
    }

    [Fact]
    public async Task A_token_that_may_issue_longer_can_do_so_for_credentials_but_not_for_tokens()
    {
        var longer = (await IssuerAsync(mayIssueLonger: true)).From("10.0.0.5");

        Assert.Equal(
            Host.Now.AddDays(90),
            Expect.Done(await Host.AskAsync(longer, new IssueCredential(_service, ReaderSteps.Input))).Credential.Expires
        );
        Assert.Null(
            Expect
                .Done(await Host.AskAsync(longer, new IssueCredential(_service, ReaderSteps.Input with { Expires = Expiry.Never })))
                .Credential.Expires
        );
        Expect.Failed(
            await Host.AskAsync(longer, new CreateToken(TokenSide.Account, Wanted with { Expires = Expiry.Never })),
            "token_expires_beyond_issuer"
        );
        var successor = Expect.Done(await Host.AskAsync(longer, new CreateToken(TokenSide.Account, Wanted)));
        Assert.False(successor.Token.MayIssueLonger);
        Expect.Failed(
            await Host.AskAsync(
                successor.From("10.0.0.5"),
                new IssueCredential(_service, ReaderSteps.Input with { Expires = Expiry.Never })
            ),
            "credential_expires_beyond_issuer"
        );
    }

    [Fact]
    public async Task No_token_can_allow_itself_or_another_token_to_issue_longer()
    {
        var longer = await IssuerAsync(mayIssueLonger: true);
        var made = (await IssueAsync(Wanted)).Token.Id;

        foreach (var caller in new[] { Issuer, longer.From("10.0.0.5") })
        {
            Assert.Equal(
                nameof(TokenInput.MayIssueLonger),
                Expect
                    .Failed(
                        await Host.AskAsync(caller, new CreateToken(TokenSide.Account, Wanted with { MayIssueLonger = true })),
                        "token_may_issue_longer_by_token"
                    )[0]
                    .Field
            );
            Expect.Failed(
                await Host.AskAsync(caller, new EditToken(TokenSide.Account, made, Wanted with { MayIssueLonger = true })),
                "token_may_issue_longer_by_token"
            );
        }
        Expect.Failed(
            await Host.AskAsync(Issuer, new EditToken(TokenSide.Account, _issuer.Token.Id, Wanted with { MayIssueLonger = true })),
            "token_is_itself"
        );
        Expect.Failed(
            await Host.AskAsync(Issuer, new EditToken(TokenSide.Account, longer.Token.Id, Wanted with { Expires = new Expiry(End) })),
            "token_beyond_issuer"
        );
    }

    [Fact]
    public async Task Only_account_tokens_that_administer_may_issue_longer_and_an_edit_keeps_that_unless_it_says_otherwise()
    {
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateToken(TokenSide.Account, TokenSteps.Input() with { MayIssueLonger = true })),
            "token_may_issue_longer_without_administer"
        );
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateToken(TokenSide.Own, TokenSteps.Input() with { MayIssueLonger = true })),
            "token_may_issue_longer_without_administer"
        );
        var longer = (await IssuerAsync(mayIssueLonger: true)).Token.Id;

        Assert.True((await Host.DoAsync(Host.Owner, new EditToken(TokenSide.Account, longer, Wanted))).MayIssueLonger);
        Assert.Contains("\"may_issue_longer\":true", (await Host.LastAuditAsync()).Details, StringComparison.Ordinal);
        Assert.False(
            (
                await Host.DoAsync(Host.Owner, new EditToken(TokenSide.Account, longer, Wanted with { MayIssueLonger = false }))
            ).MayIssueLonger
        );
        Assert.Contains("\"may_issue_longer\":false", (await Host.LastAuditAsync()).Details, StringComparison.Ordinal);
        await Host.DoAsync(Host.Owner, new EditToken(TokenSide.Account, longer, Wanted with { MayIssueLonger = true }));
        // It administers no more.
        Assert.False((await Host.DoAsync(Host.Owner, new EditToken(TokenSide.Account, longer, TokenSteps.Input()))).MayIssueLonger);
    }

    /// <summary>For one hour, from one network without one of its machines.</summary>
    private Task<NewToken> IssuerAsync(bool mayIssueLonger = false) =>
        Host.AccountTokenAsync(
            new TokenInput(
                "issuer",
                null,
                Administer: true,
                Expires: Expiry.After(TimeSpan.FromHours(1)),
                AllowedFrom: ["10.0.0.0/24", "2001:db8::/64"],
                DeniedFrom: ["10.0.0.66"],
                MayIssueLonger: mayIssueLonger
            )
        );

    private Task<Outcome<NewToken>> TryAsync(TokenInput input) => Host.AskAsync(Issuer, new CreateToken(TokenSide.Account, input));

    private async Task<NewToken> IssueAsync(TokenInput input) => Expect.Done(await TryAsync(input));

    private Task<Outcome<NewCredential>> CredentialAsync(CredentialInput input) =>
        Host.AskAsync(Issuer, new IssueCredential(_service, input));
}
