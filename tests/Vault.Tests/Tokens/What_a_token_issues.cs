using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

/// <summary>What a token issues ends no later than itself, and tokens may be used from no more addresses.</summary>
public sealed class What_a_token_issues : InAWorld
{
    private static readonly TokenInput Wanted = new("successor", TokenLevel.Edit, Administer: true);

    private NewToken _issuer = null!;
    private ServiceId _service;

    private Caller Issuer => _issuer.From("10.0.0.5");

    private DateTimeOffset End => _issuer.Token.Expires!.Value;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _service = await World.ServiceAsync(Scopes.Workers);
        _issuer = await IssuerAsync();
    }

    [Fact]
    public async Task A_token_inherits_the_end_and_the_addresses_where_the_request_names_nothing()
    {
        var made = (await IssueAsync(Wanted)).Token;

        Assert.Equal(End, made.Expires);
        Assert.Equal(["10.0.0.0/24", "2001:db8::/64"], made.AllowedFrom);
        Assert.Equal(["10.0.0.66/32"], made.DeniedFrom);
    }

    [Fact]
    public async Task A_successor_dies_with_its_issuers_end_and_never_works_from_elsewhere()
    {
        var made = await IssueAsync(Wanted);
        Assert.Equal(Standing.Good, await World.StandingAsync(made.From("10.0.0.5")));
        Assert.Equal(Standing.AddressNotAllowed, await World.StandingAsync(made.From("10.0.0.66")));
        Assert.Equal(Standing.AddressNotAllowed, await World.StandingAsync(made.From("127.0.0.77")));

        World.Time.Advance(End - World.Now);

        Assert.Equal(Standing.TokenExpired, await World.StandingAsync(made.From("10.0.0.5")));
    }

    [Fact]
    public async Task A_token_may_be_given_less()
    {
        var made = (await IssueAsync(Wanted with { Expires = new Expiry(End.AddMinutes(-1)), AllowedFrom = ["10.0.0.128/25", "2001:db8::1"], DeniedFrom = ["10.0.0.200"] })).Token;

        Assert.Equal(End.AddMinutes(-1), made.Expires);
        Assert.Equal(["10.0.0.128/25", "2001:db8::1/128"], made.AllowedFrom);
        Assert.Equal(["10.0.0.200/32", "10.0.0.66/32"], made.DeniedFrom);
    }

    [Fact]
    public async Task More_than_the_issuer_has_is_refused_beside_its_field_and_nothing_is_made()
    {
        Expiry[] ends = [Expiry.Never, new(End.AddMilliseconds(1)), Expiry.After(TimeSpan.FromDays(1))];
        string[][] addresses = [["0.0.0.0/0"], ["10.0.0.0/23"], ["10.0.0.1", "192.0.2.1"], ["::/0"], ["2001:db8::/63"]];

        foreach (var end in ends)
        {
            Assert.Equal(nameof(TokenInput.Expires), Expect.Failed(await TryAsync(Wanted with { Expires = end }), "token_expires_beyond_issuer")[0].Field);
        }
        foreach (var allowed in addresses)
        {
            Assert.Equal(nameof(TokenInput.AllowedFrom), Expect.Failed(await TryAsync(Wanted with { AllowedFrom = allowed }), "token_addresses_beyond_issuer")[0].Field);
        }
        Assert.Equal(1, (await World.DoAsync(World.Boss, new ListTokens(TokenSide.Account, new PageRequest(1, 25)))).Total);
    }

    [Fact]
    public async Task A_token_without_an_end_and_addresses_bounds_nothing_and_the_usual_time_stays_the_usual_time()
    {
        var unbounded = await World.AccountTokenAsync(Wanted with { Expires = Expiry.Never });

        var usual = Expect.Done(await World.AskAsync(unbounded.Holder(), new CreateToken(TokenSide.Account, Wanted))).Token;
        var never = Expect.Done(await World.AskAsync(unbounded.Holder(), new CreateToken(TokenSide.Account, Wanted with { Expires = Expiry.Never, AllowedFrom = ["0.0.0.0/0"] }))).Token;

        Assert.Equal((World.Now.AddDays(90), null), (usual.Expires, never.Expires));
        Assert.Empty(usual.AllowedFrom);
    }

    [Fact]
    public async Task A_chain_is_bounded_by_its_first_token()
    {
        var second = await IssueAsync(Wanted with { Expires = new Expiry(End.AddMinutes(-1)), AllowedFrom = ["10.0.0.0/25"] });

        var third = Expect.Done(await World.AskAsync(second.From("10.0.0.5"), new CreateToken(TokenSide.Account, Wanted))).Token;

        Assert.Equal(End.AddMinutes(-1), third.Expires);
        Assert.Equal(["10.0.0.0/25"], third.AllowedFrom);
        Assert.Equal(["10.0.0.66/32"], third.DeniedFrom);
        Expect.Failed(await World.AskAsync(second.From("10.0.0.5"), new CreateToken(TokenSide.Account, Wanted with { Expires = new Expiry(End) })), "token_expires_beyond_issuer");
    }

    [Fact]
    public async Task A_change_by_a_token_obeys_the_same()
    {
        var made = (await IssueAsync(Wanted)).Token.Id;
        var unbounded = (await World.AccountTokenAsync(Wanted with { Expires = Expiry.Never })).Token.Id;

        Expect.Failed(await EditAsync(made, Wanted with { Expires = Expiry.Never, AllowedFrom = ["0.0.0.0/0"] }), "token_expires_beyond_issuer", "token_addresses_beyond_issuer");
        Expect.Failed(await EditAsync(unbounded, Wanted), "token_expires_beyond_issuer"); // As it is, which is for ever.
        var edited = Expect.Done(await EditAsync(unbounded, Wanted with { Expires = new Expiry(End) }));

        Assert.Equal((End, "10.0.0.0/24"), (edited.Expires, edited.AllowedFrom[0]));
    }

    [Fact]
    public async Task A_token_rolls_and_enables_none_that_outlives_it_or_is_used_from_elsewhere()
    {
        var within = (await IssueAsync(Wanted)).Token.Id;
        NewToken[] beyond =
        [
            await World.AccountTokenAsync(Wanted with { Expires = Expiry.Never, AllowedFrom = ["10.0.0.0/24"], DeniedFrom = ["10.0.0.66"] }),
            await World.AccountTokenAsync(Wanted with { Expires = new Expiry(End) }),
            await World.AccountTokenAsync(Wanted with { Expires = new Expiry(End), AllowedFrom = ["10.0.0.0/24"] }),
            await World.AccountTokenAsync(Wanted with { Expires = new Expiry(End), AllowedFrom = ["10.0.0.0/24"], DeniedFrom = ["10.0.0.66"], MayIssueLonger = true }),
        ];

        foreach (var token in beyond)
        {
            Expect.Done(await World.AskAsync(Issuer, new DisableToken(TokenSide.Account, token.Token.Id)));
            Expect.Failed(await World.AskAsync(Issuer, new EnableToken(TokenSide.Account, token.Token.Id)), "token_beyond_issuer");
            Expect.Failed(await World.AskAsync(Issuer, new RollToken(TokenSide.Account, token.Token.Id)), "token_beyond_issuer");
            await World.DoAsync(World.Boss, new EnableToken(TokenSide.Account, token.Token.Id));
        }
        Expect.Done(await World.AskAsync(Issuer, new DisableToken(TokenSide.Account, within)));
        Expect.Done(await World.AskAsync(Issuer, new EnableToken(TokenSide.Account, within)));
        Expect.Done(await World.AskAsync(Issuer, new RollToken(TokenSide.Account, within)));
        Expect.Done(await World.AskAsync(Issuer, new RollToken(TokenSide.Account, _issuer.Token.Id)));
    }

    [Fact]
    public async Task A_credential_inherits_the_end_and_may_have_addresses_of_its_own()
    {
        var made = Expect.Done(await CredentialAsync(Readers.Input with { AllowedFrom = ["192.0.2.0/24"] })).Credential;
        var everywhere = Expect.Done(await CredentialAsync(Readers.Input)).Credential;

        Assert.Equal((End, "192.0.2.0/24"), (made.Expires, Assert.Single(made.AllowedFrom)));
        Assert.Empty(everywhere.AllowedFrom);
        foreach (var end in new[] { Expiry.Never, new Expiry(End.AddMilliseconds(1)) })
        {
            Assert.Equal(nameof(CredentialInput.Expires), Expect.Failed(await CredentialAsync(Readers.Input with { Expires = end }), "credential_expires_beyond_issuer")[0].Field);
        }
    }

    [Fact]
    public async Task A_token_rolls_no_credential_that_outlives_it_unless_it_may_issue_longer()
    {
        var old = await World.CredentialAsync(_service);

        Expect.Failed(await World.AskAsync(Issuer, new RollCredential(_service, old.Credential.Id)), "credential_expires_beyond_issuer");
        Expect.Failed(await World.AskAsync(Issuer, new RollCredential(_service, old.Credential.Id, Expiry.Never)), "credential_expires_beyond_issuer");
        Assert.Equal(End, Expect.Done(await World.AskAsync(Issuer, new RollCredential(_service, old.Credential.Id, new Expiry(End)))).Credential.Expires);

        var longer = await IssuerAsync(mayIssueLonger: true);
        Assert.Null(Expect.Done(await World.AskAsync(longer.From("10.0.0.5"), new RollCredential(_service, old.Credential.Id, Expiry.Never, Force: true))).Credential.Expires);
    }

    [Fact]
    public async Task A_token_that_may_issue_longer_does_so_with_credentials_and_with_nothing_else()
    {
        var longer = (await IssuerAsync(mayIssueLonger: true)).From("10.0.0.5");

        Assert.Equal(World.Now.AddDays(90), Expect.Done(await World.AskAsync(longer, new IssueCredential(_service, Readers.Input))).Credential.Expires);
        Assert.Null(Expect.Done(await World.AskAsync(longer, new IssueCredential(_service, Readers.Input with { Expires = Expiry.Never }))).Credential.Expires);
        Expect.Failed(await World.AskAsync(longer, new CreateToken(TokenSide.Account, Wanted with { Expires = Expiry.Never })), "token_expires_beyond_issuer");
        var successor = Expect.Done(await World.AskAsync(longer, new CreateToken(TokenSide.Account, Wanted)));
        Assert.False(successor.Token.MayIssueLonger);
        Expect.Failed(await World.AskAsync(successor.From("10.0.0.5"), new IssueCredential(_service, Readers.Input with { Expires = Expiry.Never })), "credential_expires_beyond_issuer");
    }

    [Fact]
    public async Task No_token_lets_itself_or_another_one_issue_longer()
    {
        var longer = await IssuerAsync(mayIssueLonger: true);
        var made = (await IssueAsync(Wanted)).Token.Id;

        foreach (var caller in new[] { Issuer, longer.From("10.0.0.5") })
        {
            Assert.Equal(nameof(TokenInput.MayIssueLonger), Expect.Failed(await World.AskAsync(caller, new CreateToken(TokenSide.Account, Wanted with { MayIssueLonger = true })), "token_may_issue_longer_by_token")[0].Field);
            Expect.Failed(await World.AskAsync(caller, new EditToken(TokenSide.Account, made, Wanted with { MayIssueLonger = true })), "token_may_issue_longer_by_token");
        }
        Expect.Failed(await World.AskAsync(Issuer, new EditToken(TokenSide.Account, _issuer.Token.Id, Wanted with { MayIssueLonger = true })), "token_is_itself");
        Expect.Failed(await World.AskAsync(Issuer, new EditToken(TokenSide.Account, longer.Token.Id, Wanted with { Expires = new Expiry(End) })), "token_beyond_issuer");
    }

    [Fact]
    public async Task Only_tokens_that_administer_the_account_may_issue_longer_and_a_change_that_does_not_name_it_leaves_it()
    {
        Expect.Failed(await World.AskAsync(World.Boss, new CreateToken(TokenSide.Account, Holders.Input() with { MayIssueLonger = true })), "token_may_issue_longer_without_administer");
        Expect.Failed(await World.AskAsync(World.Boss, new CreateToken(TokenSide.Own, Holders.Input() with { MayIssueLonger = true })), "token_may_issue_longer_without_administer");
        var longer = (await IssuerAsync(mayIssueLonger: true)).Token.Id;

        Assert.True((await World.DoAsync(World.Boss, new EditToken(TokenSide.Account, longer, Wanted))).MayIssueLonger);
        Assert.Contains("\"may_issue_longer\":true", (await World.LastAuditAsync()).Details, StringComparison.Ordinal);
        Assert.False((await World.DoAsync(World.Boss, new EditToken(TokenSide.Account, longer, Wanted with { MayIssueLonger = false }))).MayIssueLonger);
        Assert.Contains("\"may_issue_longer\":false", (await World.LastAuditAsync()).Details, StringComparison.Ordinal);
        await World.DoAsync(World.Boss, new EditToken(TokenSide.Account, longer, Wanted with { MayIssueLonger = true }));
        Assert.False((await World.DoAsync(World.Boss, new EditToken(TokenSide.Account, longer, Holders.Input()))).MayIssueLonger); // It administers no more.
    }

    [Fact]
    public async Task An_invitation_ends_with_the_token_that_made_it()
    {
        var soon = Expect.Done(await World.AskAsync(Issuer, new InviteMember("soon@example.org", Roles.Reporter)));
        var usual = await World.DoAsync(World.Boss, new InviteMember("usual@example.org", Roles.Reporter));

        Assert.Equal((End, World.Now.AddDays(7)), (soon.Expires, usual.Expires));
    }

    /// <summary>For one hour, from one network without one of its machines.</summary>
    private Task<NewToken> IssuerAsync(bool mayIssueLonger = false) => World.AccountTokenAsync(new TokenInput("issuer", null, Administer: true, Expires: Expiry.After(TimeSpan.FromHours(1)),
        AllowedFrom: ["10.0.0.0/24", "2001:db8::/64"], DeniedFrom: ["10.0.0.66"], MayIssueLonger: mayIssueLonger));

    private Task<Outcome<NewToken>> TryAsync(TokenInput input) => World.AskAsync(Issuer, new CreateToken(TokenSide.Account, input));

    private async Task<NewToken> IssueAsync(TokenInput input) => Expect.Done(await TryAsync(input));

    private Task<Outcome<TokenDetail>> EditAsync(TokenId token, TokenInput input) => World.AskAsync(Issuer, new EditToken(TokenSide.Account, token, input));

    private Task<Outcome<NewCredential>> CredentialAsync(CredentialInput input) => World.AskAsync(Issuer, new IssueCredential(_service, input));
}
