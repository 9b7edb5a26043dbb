using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed class When_a_token_counts : VaultTest
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task It_counts_for_90_days_when_nobody_says_otherwise_and_not_a_moment_longer()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);
        Assert.Equal(Host.Now.AddDays(90), token.Token.Expires);

        Host.Time.Advance(TimeSpan.FromDays(90) - Moment);
        Assert.Equal(Standing.Good, await Host.StandingAsync(token.Holder()));

        Host.Time.Advance(Moment);
        Assert.Equal(Standing.TokenExpired, await Host.StandingAsync(token.Holder()));
        Assert.Equal("This token has expired.", Expect.Refused(await Host.AskAsync(token.Holder(), new ListStores())).Authorization.Reason);
    }

    [Fact]
    public async Task It_never_ends_only_when_that_was_asked_for()
    {
        var token = await Host.AccountTokenAsync(Holders.Input() with { Expires = Expiry.Never });

        Host.Time.Advance(TimeSpan.FromDays(36_500));

        Assert.Null(token.Token.Expires);
        Assert.Equal(Standing.Good, await Host.StandingAsync(token.Holder()));
    }

    [Fact]
    public async Task It_does_not_count_before_its_time()
    {
        var token = await Host.AccountTokenAsync(Holders.Input() with { NotBefore = Host.Now.AddDays(1) });
        Assert.Equal(TokenStatus.NotYetValid, token.Token.Status);

        Host.Time.Advance(TimeSpan.FromDays(1) - Moment);
        Assert.Equal(
            "This token is not valid yet.",
            Expect.Refused(await Host.AskAsync(token.Holder(), new ListStores())).Authorization.Reason
        );

        Host.Time.Advance(Moment);
        Expect.Done(await Host.AskAsync(token.Holder(), new ListStores()));
    }

    [Fact]
    public async Task Disabled_it_is_refused_until_it_is_enabled()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);

        await Host.DoAsync(Host.Boss, new DisableToken(TokenSide.Account, token.Token.Id));
        Assert.Equal("This token is disabled.", Expect.Refused(await Host.AskAsync(token.Holder(), new ListStores())).Authorization.Reason);

        await Host.DoAsync(Host.Boss, new EnableToken(TokenSide.Account, token.Token.Id));
        Expect.Done(await Host.AskAsync(token.Holder(), new ListStores()));
    }

    [Fact]
    public async Task A_members_token_is_refused_while_they_are_disabled_and_gone_when_they_are_removed()
    {
        var member = await Host.MemberAsync(Roles.Reporter);
        var token = await Host.OwnTokenAsync(member);

        await Host.DoAsync(Host.Boss, new DisableMember(member.Id));
        Assert.Equal(Standing.MemberDisabled, await Host.StandingAsync(token.Holder()));
        Assert.Equal(TokenStatus.Disabled, (await Host.DoAsync(Host.Boss, new GetToken(TokenSide.Account, token.Token.Id))).Status);

        await Host.DoAsync(Host.Boss, new EnableMember(member.Id));
        Assert.Equal(Standing.Good, await Host.StandingAsync(token.Holder()));

        await Host.DoAsync(Host.Boss, new RemoveMember(member.Id));
        Assert.Equal(Standing.Unknown, await Host.StandingAsync(token.Holder()));
        Assert.Contains("\"tokens_deleted\":1", (await Host.LastAuditAsync()).Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_token_outlives_whoever_issued_it()
    {
        var issuer = await Host.MemberAsync(Roles.SuperAdministrator);
        var token = await Host.DoAsync(issuer, new CreateToken(TokenSide.Account, Holders.Input()));

        await Host.DoAsync(Host.Boss, new RemoveMember(issuer.Id));

        Expect.Done(await Host.AskAsync(token.Holder(), new ListStores()));
    }

    [Fact]
    public async Task It_is_judged_by_its_permission_alone_not_by_its_owners_roles()
    {
        var boss = await Host.OwnTokenAsync(Host.Boss);

        Expect.Refused(await Host.AskAsync(boss.Holder(), new CreateStore("store")));
    }

    [Fact]
    public async Task Rolled_the_old_text_is_dead_at_once_and_the_new_one_counts()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);

        var rolled = await Host.DoAsync(Host.Boss, new RollToken(TokenSide.Account, token.Token.Id));

        Assert.Equal((token.Token.Id, token.Token.Expires), (rolled.Token.Id, rolled.Token.Expires));
        Assert.Equal(
            (Standing.Unknown, Standing.Good),
            (await Host.StandingAsync(token.Holder()), await Host.StandingAsync(rolled.Holder()))
        );
    }

    [Fact]
    public async Task Deleted_it_is_unknown()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);

        await Host.DoAsync(Host.Boss, new DeleteToken(TokenSide.Account, token.Token.Id));

        Assert.Equal(Standing.Unknown, await Host.StandingAsync(token.Holder()));
        Expect.Failed(await Host.AskAsync(Host.Boss, new DeleteToken(TokenSide.Account, token.Token.Id)), "token_not_found");
    }

    [Fact]
    public async Task Its_use_is_noted_once_a_minute_with_where_it_came_from()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);
        Assert.Equal((null, null), await LastUseAsync(token));

        var start = Host.Now;
        await Host.AskAsync(token.From("192.0.2.1"), new ListStores());
        Host.Time.Advance(TimeSpan.FromSeconds(59));
        await Host.AskAsync(token.From("192.0.2.2"), new ListStores());
        Assert.Equal((start, "192.0.2.1"), await LastUseAsync(token));

        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Host.AskAsync(token.From("2001:db8::1"), new CreateStore("refused, and yet a use"));
        Assert.Equal((start.AddMinutes(1), "2001:db8::1"), await LastUseAsync(token));
    }

    [Fact]
    public async Task A_use_that_did_not_count_is_not_noted()
    {
        var token = await Host.AccountTokenAsync(Holders.Input() with { AllowedFrom = ["192.0.2.1"] });

        await Host.AskAsync(token.From("192.0.2.2"), new ListStores());

        Assert.Equal((null, null), await LastUseAsync(token));
    }

    [Fact]
    public async Task What_it_may_know_of_itself_it_learns_also_when_it_does_not_count()
    {
        var member = await Host.MemberAsync(Roles.Reporter);
        var (own, ended) = (
            await Host.OwnTokenAsync(member),
            await Host.AccountTokenAsync(Holders.Input() with { Expires = new Expiry(Host.Now + Moment) })
        );
        Host.Time.Advance(Moment);
        var rows = (await Host.AuditAsync()).Count;

        var (mine, dead) = ((await Host.Vault.Gate.WhoAsync(own.Holder())).Token!, (await Host.Vault.Gate.WhoAsync(ended.Holder())).Token!);

        Assert.Equal((own.Token.Id, member.Id, member.Email, "a program"), (mine.Actor.Id, mine.Owner, mine.OwnerEmail, mine.Name));
        Assert.Equal((Standing.TokenExpired, ended.Token.Expires, null), (dead.Actor.Standing, dead.Expires, dead.Owner));
        Assert.Equal(rows, (await Host.AuditAsync()).Count);
    }

    private async Task<(DateTimeOffset?, string?)> LastUseAsync(NewToken token)
    {
        var detail = await Host.DoAsync(Host.Boss, new GetToken(TokenSide.Account, token.Token.Id));
        return (detail.LastUsed, detail.LastUsedFrom);
    }
}
