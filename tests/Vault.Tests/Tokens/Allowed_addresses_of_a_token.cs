using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed class Allowed_addresses_of_a_token : VaultTest
{
    [Theory]
    [InlineData("10.0.0.0/8", "", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "", "11.0.0.0", false)]
    [InlineData("10.0.0.0/8", "", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "", "2001:db8::1", false)]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", false)]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", "10.2.2.3", true)]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", "10.1.2.3", false)]
    [InlineData("", "10.1.2.3", "10.1.2.3", false)]
    [InlineData("", "10.1.2.3", "::ffff:10.1.2.3", false)]
    [InlineData("", "10.1.2.3", "10.1.2.4", true)]
    [InlineData("", "10.1.2.3", null, false)]
    [InlineData("10.1.2.3", "", null, false)]
    [InlineData("", "", null, true)]
    [InlineData("2001:db8::/32", "", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "", "2001:db9::1", false)]
    [InlineData("2001:db8::1", "", "2001:DB8:0:0::1", true)]
    [InlineData("fe80::/10", "", "fe80::1%3", true)]
    [InlineData("::ffff:10.0.0.0/104", "", "10.200.0.1", true)]
    [InlineData("::ffff:10.1.2.3", "", "10.1.2.3", true)]
    [InlineData("0.0.0.0/0", "", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "", "2001:db8::1", false)]
    [InlineData("::/0", "", "2001:db8::1", true)]
    [InlineData("::/0", "", "203.0.113.9", false)]
    [InlineData("192.0.2.1,2001:db8::/64", "", "2001:db8::7", true)]
    public async Task A_token_works_only_from_addresses_that_its_lists_allow_and_do_not_deny(
        string allowed,
        string denied,
        string? from,
        bool counts
    )
    {
        var token = await Host.AccountTokenAsync(
            TokenSteps.Input() with
            {
                AllowedFrom = allowed.Split(',', StringSplitOptions.RemoveEmptyEntries),
                DeniedFrom = denied.Split(',', StringSplitOptions.RemoveEmptyEntries),
            }
        );

        Assert.Equal(counts ? Standing.Good : Standing.AddressNotAllowed, await Host.StandingAsync(token.From(from)));
    }

    [Fact]
    public async Task A_refusal_because_of_the_address_says_so_and_its_audit_row_holds_the_address()
    {
        var token = await Host.AccountTokenAsync(TokenSteps.Input() with { AllowedFrom = ["192.0.2.0/24"] });

        var decision = Expect.Refused(await Host.AskAsync(token.From("203.0.113.9"), new ListStores()));

        Assert.Equal("This token may not be used from this address.", decision.Authorization.Reason);
        var row = await Host.LastAuditAsync();
        Assert.Equal((token.Token.Id.Value, "203.0.113.9"), (row.ActorId, row.Address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere")]
    [InlineData("10.1")]
    [InlineData("010.0.0.1")]
    [InlineData("0x0a.0.0.1")]
    [InlineData("167772161")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/")]
    [InlineData("/8")]
    [InlineData("2001:db8::/129")]
    [InlineData("2001:db8::1/32")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("10.0.0.1:80")]
    [InlineData("10.0.0.0/255.0.0.0")]
    [InlineData("example.com")]
    public async Task An_invalid_address_of_a_token_is_reported_at_its_field(string entry)
    {
        Assert.Equal(
            "AllowedFrom",
            Assert
                .Single(Expect.Failed(await CreateAsync(TokenSteps.Input() with { AllowedFrom = [entry] }), "token_address_invalid"))
                .Field
        );
        Assert.Equal(
            "DeniedFrom",
            Assert
                .Single(
                    Expect.Failed(
                        await CreateAsync(TokenSteps.Input() with { DeniedFrom = ["10.0.0.0/8", entry] }),
                        "token_address_invalid"
                    )
                )
                .Field
        );
    }

    [Fact]
    public async Task Addresses_of_a_token_are_returned_in_one_normal_form()
    {
        var token = await Host.AccountTokenAsync(
            TokenSteps.Input() with
            {
                AllowedFrom = [" 10.0.0.0/8 ", "192.0.2.1", "2001:DB8:0::/32", "::ffff:192.0.2.1", "::ffff:10.0.0.0/104"],
            }
        );

        Assert.Equal(["10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32"], token.Token.AllowedFrom);
    }

    [Fact]
    public async Task A_tokens_address_list_has_at_most_50_entries()
    {
        var fifty = Enumerable.Range(0, 50).Select(i => $"192.0.2.{i}").ToList();

        Assert.Equal(50, (await Host.AccountTokenAsync(TokenSteps.Input() with { DeniedFrom = fifty })).Token.DeniedFrom.Count);
        Expect.Failed(await CreateAsync(TokenSteps.Input() with { DeniedFrom = [.. fifty, "192.0.2.51"] }), "token_addresses_too_many");
    }

    private Task<Outcome<NewToken>> CreateAsync(TokenInput input) => Host.AskAsync(Host.Owner, new CreateToken(TokenSide.Account, input));
}
