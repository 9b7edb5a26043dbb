using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

/// <summary>A token that another token issues expires no later than its issuer, and may not be used from more addresses.</summary>
public sealed class Limits_of_issued_tokens : VaultTest
{
    private static readonly TokenInput Wanted = new("successor", TokenLevel.Edit, Administer: true);

    private NewToken _issuer = null!;
    private Caller Issuer => _issuer.From("10.0.0.5");

    private DateTimeOffset End => _issuer.Token.Expires!.Value;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _issuer = await IssuerAsync();
    }

    [Fact]
    public async Task A_token_issued_by_a_token_inherits_its_end_and_addresses_by_default()
    {
        var made = (await IssueAsync(Wanted)).Token;

        Assert.Equal(End, made.Expires);
        Assert.Equal(["10.0.0.0/24", "2001:db8::/64"], made.AllowedFrom);
        Assert.Equal(["10.0.0.66/32"], made.DeniedFrom);
    }

    [Fact]
    public async Task A_token_issued_by_a_token_expires_with_it_and_works_only_from_its_addresses()
    {
        var made = await IssueAsync(Wanted);
        Assert.Equal(Standing.Good, await Host.StandingAsync(made.From("10.0.0.5")));
        Assert.Equal(Standing.AddressNotAllowed, await Host.StandingAsync(made.From("10.0.0.66")));
        Assert.Equal(Standing.AddressNotAllowed, await Host.StandingAsync(made.From("127.0.0.77")));

        Host.Time.Advance(End - Host.Now);

        Assert.Equal(Standing.TokenExpired, await Host.StandingAsync(made.From("10.0.0.5")));
    }

    [Fact]
    public async Task A_token_may_issue_a_token_with_less_time_and_fewer_addresses()
    {
        var made = (
            await IssueAsync(
                Wanted with
                {
                    Expires = new Expiry(End.AddMinutes(-1)),
                    AllowedFrom = ["10.0.0.128/25", "2001:db8::1"],
                    DeniedFrom = ["10.0.0.200"],
                }
            )
        ).Token;

        Assert.Equal(End.AddMinutes(-1), made.Expires);
        Assert.Equal(["10.0.0.128/25", "2001:db8::1/128"], made.AllowedFrom);
        Assert.Equal(["10.0.0.200/32", "10.0.0.66/32"], made.DeniedFrom);
    }

    [Fact]
    public async Task A_token_cannot_issue_a_token_with_more_time_or_addresses_than_its_own()
    {
        Expiry[] ends = [Expiry.Never, new(End.AddMilliseconds(1)), Expiry.After(TimeSpan.FromDays(1))];
        string[][] addresses =
        [
            ["0.0.0.0/0"],
            ["10.0.0.0/23"],
            ["10.0.0.1", "192.0.2.1"],
            ["::/0"],
            ["2001:db8::/63"],
        ];

        foreach (var end in ends)
        {
            Assert.Equal(
                nameof(TokenInput.Expires),
                Expect.Failed(await TryAsync(Wanted with { Expires = end }), "token_expires_beyond_issuer")[0].Field
            );
        }
        foreach (var allowed in addresses)
        {
            Assert.Equal(
                nameof(TokenInput.AllowedFrom),
                Expect.Failed(await TryAsync(Wanted with { AllowedFrom = allowed }), "token_addresses_beyond_issuer")[0].Field
            );
        }
        Assert.Equal(1, (await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, new PageRequest(1, 25)))).Total);
    }

    [Fact]
    public async Task A_token_without_an_end_or_addresses_does_not_limit_what_it_issues_and_the_default_end_stays()
    {
        var unbounded = await Host.AccountTokenAsync(Wanted with { Expires = Expiry.Never });

        var usual = Expect.Done(await Host.AskAsync(unbounded.AsCaller(), new CreateToken(TokenSide.Account, Wanted))).Token;
        var never = Expect
            .Done(
                await Host.AskAsync(
                    unbounded.AsCaller(),
                    new CreateToken(TokenSide.Account, Wanted with { Expires = Expiry.Never, AllowedFrom = ["0.0.0.0/0"] })
                )
            )
            .Token;

        Assert.Equal((Host.Now.AddDays(90), null), (usual.Expires, never.Expires));
        Assert.Empty(usual.AllowedFrom);
    }

    [Fact]
    public async Task A_token_in_a_chain_is_limited_by_all_tokens_before_it()
    {
        var second = await IssueAsync(Wanted with { Expires = new Expiry(End.AddMinutes(-1)), AllowedFrom = ["10.0.0.0/25"] });

        var third = Expect.Done(await Host.AskAsync(second.From("10.0.0.5"), new CreateToken(TokenSide.Account, Wanted))).Token;

        Assert.Equal(End.AddMinutes(-1), third.Expires);
        Assert.Equal(["10.0.0.0/25"], third.AllowedFrom);
        Assert.Equal(["10.0.0.66/32"], third.DeniedFrom);
        Expect.Failed(
            await Host.AskAsync(second.From("10.0.0.5"), new CreateToken(TokenSide.Account, Wanted with { Expires = new Expiry(End) })),
            "token_expires_beyond_issuer"
        );
    }

    [Fact]
    public async Task A_token_that_edits_a_token_cannot_give_it_more_than_its_own_end_and_addresses()
    {
        var made = (await IssueAsync(Wanted)).Token.Id;
        var unbounded = (await Host.AccountTokenAsync(Wanted with { Expires = Expiry.Never })).Token.Id;

        Expect.Failed(
            await EditAsync(made, Wanted with { Expires = Expiry.Never, AllowedFrom = ["0.0.0.0/0"] }),
            "token_expires_beyond_issuer",
            "token_addresses_beyond_issuer"
        );
        Expect.Failed(await EditAsync(unbounded, Wanted), "token_expires_beyond_issuer"); // As it is, which is for ever.
        var edited = Expect.Done(await EditAsync(unbounded, Wanted with { Expires = new Expiry(End) }));

        Assert.Equal((End, "10.0.0.0/24"), (edited.Expires, edited.AllowedFrom[0]));
    }

    [Fact]
    public async Task A_token_cannot_roll_or_enable_a_token_that_exceeds_its_own_limits()
    {
        var within = (await IssueAsync(Wanted)).Token.Id;
        NewToken[] beyond =
        [
            await Host.AccountTokenAsync(Wanted with { Expires = Expiry.Never, AllowedFrom = ["10.0.0.0/24"], DeniedFrom = ["10.0.0.66"] }),
            await Host.AccountTokenAsync(Wanted with { Expires = new Expiry(End) }),
            await Host.AccountTokenAsync(Wanted with { Expires = new Expiry(End), AllowedFrom = ["10.0.0.0/24"] }),
            await Host.AccountTokenAsync(
                Wanted with
                {
                    Expires = new Expiry(End),
                    AllowedFrom = ["10.0.0.0/24"],
                    DeniedFrom = ["10.0.0.66"],
                    MayIssueLonger = true,
                }
            ),
        ];

        foreach (var token in beyond)
        {
            Expect.Done(await Host.AskAsync(Issuer, new DisableToken(TokenSide.Account, token.Token.Id)));
            Expect.Failed(await Host.AskAsync(Issuer, new EnableToken(TokenSide.Account, token.Token.Id)), "token_beyond_issuer");
            Expect.Failed(await Host.AskAsync(Issuer, new RollToken(TokenSide.Account, token.Token.Id)), "token_beyond_issuer");
            await Host.DoAsync(Host.Owner, new EnableToken(TokenSide.Account, token.Token.Id));
        }
        Expect.Done(await Host.AskAsync(Issuer, new DisableToken(TokenSide.Account, within)));
        Expect.Done(await Host.AskAsync(Issuer, new EnableToken(TokenSide.Account, within)));
        Expect.Done(await Host.AskAsync(Issuer, new RollToken(TokenSide.Account, within)));
        Expect.Done(await Host.AskAsync(Issuer, new RollToken(TokenSide.Account, _issuer.Token.Id)));
    }

    [Fact]
    public async Task An_invitation_ends_with_the_token_that_made_it()
    {
        var soon = Expect.Done(await Host.AskAsync(Issuer, new InviteMember("soon@example.org", Roles.Reporter)));
        var usual = await Host.DoAsync(Host.Owner, new InviteMember("usual@example.org", Roles.Reporter));

        Assert.Equal((End, Host.Now.AddDays(7)), (soon.Expires, usual.Expires));
    }

    /// <summary>For one hour, from one network without one of its machines.</summary>
    private Task<NewToken> IssuerAsync() =>
        Host.AccountTokenAsync(
            new TokenInput(
                "issuer",
                null,
                Administer: true,
                Expires: Expiry.After(TimeSpan.FromHours(1)),
                AllowedFrom: ["10.0.0.0/24", "2001:db8::/64"],
                DeniedFrom: ["10.0.0.66"]
            )
        );

    private Task<Outcome<NewToken>> TryAsync(TokenInput input) => Host.AskAsync(Issuer, new CreateToken(TokenSide.Account, input));

    private async Task<NewToken> IssueAsync(TokenInput input) => Expect.Done(await TryAsync(input));

    private Task<Outcome<TokenDetail>> EditAsync(TokenId token, TokenInput input) =>
        Host.AskAsync(Issuer, new EditToken(TokenSide.Account, token, input));
}
