using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed class When_a_token_counts : InAWorld
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task It_counts_for_90_days_when_nobody_says_otherwise_and_not_a_moment_longer()
    {
        var token = await World.AccountTokenAsync(TokenLevel.Read);
        Assert.Equal(World.Now.AddDays(90), token.Token.Expires);

        World.Time.Advance(TimeSpan.FromDays(90) - Moment);
        Assert.Equal(Standing.Good, await World.StandingAsync(token.Holder()));

        World.Time.Advance(Moment);
        Assert.Equal(Standing.TokenExpired, await World.StandingAsync(token.Holder()));
        Assert.Equal("This token has expired.", Expect.Refused(await World.AskAsync(token.Holder(), new ListStores())).Authorization.Reason);
    }

    [Fact]
    public async Task It_never_ends_only_when_that_was_asked_for()
    {
        var token = await World.AccountTokenAsync(Holders.Input() with { Expires = Expiry.Never });

        World.Time.Advance(TimeSpan.FromDays(36_500));

        Assert.Null(token.Token.Expires);
        Assert.Equal(Standing.Good, await World.StandingAsync(token.Holder()));
    }

    [Fact]
    public async Task It_does_not_count_before_its_time()
    {
        var token = await World.AccountTokenAsync(Holders.Input() with { NotBefore = World.Now.AddDays(1) });
        Assert.Equal(TokenStatus.NotYetValid, token.Token.Status);

        World.Time.Advance(TimeSpan.FromDays(1) - Moment);
        Assert.Equal("This token is not valid yet.", Expect.Refused(await World.AskAsync(token.Holder(), new ListStores())).Authorization.Reason);

        World.Time.Advance(Moment);
        Expect.Done(await World.AskAsync(token.Holder(), new ListStores()));
    }

    [Fact]
    public async Task Disabled_it_is_refused_until_it_is_enabled()
    {
        var token = await World.AccountTokenAsync(TokenLevel.Read);

        await World.DoAsync(World.Boss, new DisableToken(TokenSide.Account, token.Token.Id));
        Assert.Equal("This token is disabled.", Expect.Refused(await World.AskAsync(token.Holder(), new ListStores())).Authorization.Reason);

        await World.DoAsync(World.Boss, new EnableToken(TokenSide.Account, token.Token.Id));
        Expect.Done(await World.AskAsync(token.Holder(), new ListStores()));
    }

    [Fact]
    public async Task A_members_token_is_refused_while_they_are_disabled_and_gone_when_they_are_removed()
    {
        var member = await World.MemberAsync(Roles.Reporter);
        var token = await World.OwnTokenAsync(member);

        await World.DoAsync(World.Boss, new DisableMember(member.Id));
        Assert.Equal(Standing.MemberDisabled, await World.StandingAsync(token.Holder()));
        Assert.Equal(TokenStatus.Disabled, (await World.DoAsync(World.Boss, new GetToken(TokenSide.Account, token.Token.Id))).Status);

        await World.DoAsync(World.Boss, new EnableMember(member.Id));
        Assert.Equal(Standing.Good, await World.StandingAsync(token.Holder()));

        await World.DoAsync(World.Boss, new RemoveMember(member.Id));
        Assert.Equal(Standing.Unknown, await World.StandingAsync(token.Holder()));
        Assert.Contains("\"tokens_deleted\":1", (await World.LastAuditAsync()).Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_token_outlives_whoever_issued_it()
    {
        var issuer = await World.MemberAsync(Roles.SuperAdministrator);
        var token = await World.DoAsync(issuer, new CreateToken(TokenSide.Account, Holders.Input()));

        await World.DoAsync(World.Boss, new RemoveMember(issuer.Id));

        Expect.Done(await World.AskAsync(token.Holder(), new ListStores()));
    }

    [Fact]
    public async Task It_is_judged_by_its_permission_alone_not_by_its_owners_roles()
    {
        var boss = await World.OwnTokenAsync(World.Boss);

        Expect.Refused(await World.AskAsync(boss.Holder(), new CreateStore("store")));
    }

    [Fact]
    public async Task Rolled_the_old_text_is_dead_at_once_and_the_new_one_counts()
    {
        var token = await World.AccountTokenAsync(TokenLevel.Read);

        var rolled = await World.DoAsync(World.Boss, new RollToken(TokenSide.Account, token.Token.Id));

        Assert.Equal((token.Token.Id, token.Token.Expires), (rolled.Token.Id, rolled.Token.Expires));
        Assert.Equal((Standing.Unknown, Standing.Good), (await World.StandingAsync(token.Holder()), await World.StandingAsync(rolled.Holder())));
    }

    [Fact]
    public async Task Deleted_it_is_unknown()
    {
        var token = await World.AccountTokenAsync(TokenLevel.Read);

        await World.DoAsync(World.Boss, new DeleteToken(TokenSide.Account, token.Token.Id));

        Assert.Equal(Standing.Unknown, await World.StandingAsync(token.Holder()));
        Expect.Failed(await World.AskAsync(World.Boss, new DeleteToken(TokenSide.Account, token.Token.Id)), "token_not_found");
    }

    [Fact]
    public async Task Its_use_is_noted_once_a_minute_with_where_it_came_from()
    {
        var token = await World.AccountTokenAsync(TokenLevel.Read);
        Assert.Equal((null, null), await LastUseAsync(token));

        var start = World.Now;
        await World.AskAsync(token.From("192.0.2.1"), new ListStores());
        World.Time.Advance(TimeSpan.FromSeconds(59));
        await World.AskAsync(token.From("192.0.2.2"), new ListStores());
        Assert.Equal((start, "192.0.2.1"), await LastUseAsync(token));

        World.Time.Advance(TimeSpan.FromSeconds(1));
        await World.AskAsync(token.From("2001:db8::1"), new CreateStore("refused, and yet a use"));
        Assert.Equal((start.AddMinutes(1), "2001:db8::1"), await LastUseAsync(token));
    }

    [Fact]
    public async Task A_use_that_did_not_count_is_not_noted()
    {
        var token = await World.AccountTokenAsync(Holders.Input() with { AllowedFrom = ["192.0.2.1"] });

        await World.AskAsync(token.From("192.0.2.2"), new ListStores());

        Assert.Equal((null, null), await LastUseAsync(token));
    }

    [Fact]
    public async Task What_it_may_know_of_itself_it_learns_also_when_it_does_not_count()
    {
        var member = await World.MemberAsync(Roles.Reporter);
        var (own, ended) = (await World.OwnTokenAsync(member), await World.AccountTokenAsync(Holders.Input() with { Expires = new Expiry(World.Now + Moment) }));
        World.Time.Advance(Moment);
        var rows = (await World.AuditAsync()).Count;

        var (mine, dead) = ((await World.Vault.Gate.WhoAsync(own.Holder())).Token!, (await World.Vault.Gate.WhoAsync(ended.Holder())).Token!);

        Assert.Equal((own.Token.Id, member.Id, member.Email, "a program"), (mine.Actor.Id, mine.Owner, mine.OwnerEmail, mine.Name));
        Assert.Equal((Standing.TokenExpired, ended.Token.Expires, null), (dead.Actor.Standing, dead.Expires, dead.Owner));
        Assert.Equal(rows, (await World.AuditAsync()).Count);
    }

    private async Task<(DateTimeOffset?, string?)> LastUseAsync(NewToken token)
    {
        var detail = await World.DoAsync(World.Boss, new GetToken(TokenSide.Account, token.Token.Id));
        return (detail.LastUsed, detail.LastUsedFrom);
    }
}
