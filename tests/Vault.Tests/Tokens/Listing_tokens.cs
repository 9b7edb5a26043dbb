using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed class Listing_tokens : VaultTest
{
    private static readonly PageRequest First = new(1, 25);

    [Theory]
    [InlineData(TokenStatus.Active, "active, soon")]
    [InlineData(TokenStatus.NotYetValid, "later")]
    [InlineData(TokenStatus.Expired, "over")]
    [InlineData(TokenStatus.Disabled, "leaver's, off")]
    public async Task Filtering_tokens_by_status_finds_exactly_those_that_show_that_status(TokenStatus status, string names)
    {
        await OneOfEachStatusAsync();

        var found = await ListAsync(new TokenFilter(Status: status));

        Assert.Equal(names, string.Join(", ", found.Select(t => t.Name)));
        Assert.All(found, t => Assert.Equal(status, t.Status));
    }

    [Fact]
    public async Task Tokens_that_end_soon_are_active_and_end_within_two_weeks()
    {
        await OneOfEachStatusAsync();

        Assert.Equal(["soon"], (await ListAsync(new TokenFilter(EndsSoon: true))).Select(t => t.Name));
        Assert.Equal(["soon"], (await ListAsync(new TokenFilter())).Where(t => t.EndsSoon).Select(t => t.Name));
    }

    [Fact]
    public async Task Tokens_are_found_by_name_and_owner_in_any_case()
    {
        await OneOfEachStatusAsync();

        Assert.Equal(["later"], (await ListAsync(new TokenFilter("LAT"))).Select(t => t.Name));
        Assert.Equal(["leaver's"], (await ListAsync(new TokenFilter("@EXAMPLE"))).Select(t => t.Name));
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new ListTokens(TokenSide.Account, First, Filter: new TokenFilter(new string('x', 201)))),
            "search_too_long"
        );
    }

    [Theory]
    [InlineData(TokenOrder.Name, "a, b, c")]
    [InlineData(TokenOrder.Created, "c, a, b")]
    [InlineData(TokenOrder.Expires, "b, c, a")]
    [InlineData(TokenOrder.LastUsed, "b, c, a")]
    public async Task Tokens_can_be_sorted_by_name_creation_expiry_and_last_use_in_both_directions(TokenOrder order, string names)
    {
        foreach (
            var (name, life) in new[]
            {
                ("c", Expiry.After(TimeSpan.FromDays(9))),
                ("a", Expiry.Never),
                ("b", Expiry.After(TimeSpan.FromDays(8))),
            }
        )
        {
            Host.Time.Advance(TimeSpan.FromMilliseconds(1));
            var token = await Host.AccountTokenAsync(TokenSteps.Input() with { Name = name, Expires = life });
            if (name != "b")
            {
                Host.Time.Advance(TimeSpan.FromMinutes(2));
                await Host.AskAsync(token.AsCaller(), new ListStores());
            }
            Host.Time.Advance(name == "c" ? TimeSpan.Zero : TimeSpan.FromMinutes(2));
        }

        Assert.Equal(names, await SortedAsync(order, descending: false));
        Assert.Equal(
            new string([.. names.Reverse()]).Replace(" ,", ", ", StringComparison.Ordinal),
            await SortedAsync(order, descending: true)
        );
    }

    private async Task<string> SortedAsync(TokenOrder order, bool descending) =>
        string.Join(
            ", ",
            (await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, First, By: order, Descending: descending))).Items.Select(t =>
                t.Name
            )
        );

    private async Task<IReadOnlyList<TokenDetail>> ListAsync(TokenFilter filter) =>
        (
            await Host.DoAsync(
                Host.Owner,
                new ListTokens(TokenSide.Account, First, OfMembersToo: true, filter, TokenOrder.Name, Descending: false)
            )
        ).Items;

    private async Task OneOfEachStatusAsync()
    {
        var leaver = await Host.MemberAsync(Roles.Reporter);
        await Host.DoAsync(leaver, new CreateToken(TokenSide.Own, TokenSteps.Input(TokenLevel.Read) with { Name = "leaver's" }));
        await Host.DoAsync(Host.Owner, new DisableMember(leaver.Id));
        await Host.AccountTokenAsync(TokenSteps.Input() with { Name = "active" });
        await Host.AccountTokenAsync(TokenSteps.Input() with { Name = "soon", Expires = Expiry.After(TimeSpan.FromDays(10)) });
        await Host.AccountTokenAsync(TokenSteps.Input() with { Name = "over", Expires = Expiry.After(TimeSpan.FromMinutes(1)) });
        await Host.AccountTokenAsync(TokenSteps.Input() with { Name = "later", NotBefore = Host.Time.GetUtcNow().AddDays(1) });
        var off = await Host.AccountTokenAsync(TokenSteps.Input() with { Name = "off", Expires = Expiry.After(TimeSpan.FromMinutes(1)) });
        await Host.DoAsync(Host.Owner, new DisableToken(TokenSide.Account, off.Token.Id));
        Host.Time.Advance(TimeSpan.FromMinutes(2));
    }
}
