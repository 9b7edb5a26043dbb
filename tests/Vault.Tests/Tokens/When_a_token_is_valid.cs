using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed class When_a_token_is_valid : VaultTest
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task A_token_is_valid_for_90_days_by_default_and_not_a_moment_longer()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);
        Assert.Equal(Host.Now.AddDays(90), token.Token.Expires);

        Host.Time.Advance(TimeSpan.FromDays(90) - Moment);
        Assert.Equal(Standing.Good, await Host.StandingAsync(token.AsCaller()));

        Host.Time.Advance(Moment);
        Assert.Equal(Standing.TokenExpired, await Host.StandingAsync(token.AsCaller()));
        Assert.Equal(
            "This token has expired.",
            Expect.Refused(await Host.AskAsync(token.AsCaller(), new ListStores())).Authorization.Reason
        );
    }

    [Fact]
    public async Task A_token_that_is_issued_without_an_end_never_expires()
    {
        var token = await Host.AccountTokenAsync(TokenSteps.Input() with { Expires = Expiry.Never });

        Host.Time.Advance(TimeSpan.FromDays(36_500));

        Assert.Null(token.Token.Expires);
        Assert.Equal(Standing.Good, await Host.StandingAsync(token.AsCaller()));
    }

    [Fact]
    public async Task A_token_is_refused_before_its_start_time()
    {
        var token = await Host.AccountTokenAsync(TokenSteps.Input() with { NotBefore = Host.Now.AddDays(1) });
        Assert.Equal(TokenStatus.NotYetValid, token.Token.Status);

        Host.Time.Advance(TimeSpan.FromDays(1) - Moment);
        Assert.Equal(
            "This token is not valid yet.",
            Expect.Refused(await Host.AskAsync(token.AsCaller(), new ListStores())).Authorization.Reason
        );

        Host.Time.Advance(Moment);
        Expect.Done(await Host.AskAsync(token.AsCaller(), new ListStores()));
    }

    [Fact]
    public async Task A_disabled_token_is_refused_until_it_is_enabled()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);

        await Host.DoAsync(Host.Owner, new DisableToken(TokenSide.Account, token.Token.Id));
        Assert.Equal(
            "This token is disabled.",
            Expect.Refused(await Host.AskAsync(token.AsCaller(), new ListStores())).Authorization.Reason
        );

        await Host.DoAsync(Host.Owner, new EnableToken(TokenSide.Account, token.Token.Id));
        Expect.Done(await Host.AskAsync(token.AsCaller(), new ListStores()));
    }

    [Fact]
    public async Task A_members_token_is_refused_while_they_are_disabled_and_gone_when_they_are_removed()
    {
        var member = await Host.MemberAsync(Roles.Reporter);
        var token = await Host.OwnTokenAsync(member);

        await Host.DoAsync(Host.Owner, new DisableMember(member.Id));
        Assert.Equal(Standing.MemberDisabled, await Host.StandingAsync(token.AsCaller()));
        Assert.Equal(TokenStatus.Disabled, (await Host.DoAsync(Host.Owner, new GetToken(TokenSide.Account, token.Token.Id))).Status);

        await Host.DoAsync(Host.Owner, new EnableMember(member.Id));
        Assert.Equal(Standing.Good, await Host.StandingAsync(token.AsCaller()));

        await Host.DoAsync(Host.Owner, new RemoveMember(member.Id));
        Assert.Equal(Standing.Unknown, await Host.StandingAsync(token.AsCaller()));
        Assert.Contains("\"tokens_deleted\":1", (await Host.LastAuditAsync()).Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_token_outlives_the_member_who_issued_it()
    {
        var issuer = await Host.MemberAsync(Roles.SuperAdministrator);
        var token = await Host.DoAsync(issuer, new CreateToken(TokenSide.Account, TokenSteps.Input()));

        await Host.DoAsync(Host.Owner, new RemoveMember(issuer.Id));

        Expect.Done(await Host.AskAsync(token.AsCaller(), new ListStores()));
    }

    [Fact]
    public async Task A_members_token_is_judged_by_its_own_permission_and_not_by_the_members_roles()
    {
        var owner = await Host.OwnTokenAsync(Host.Owner);

        Expect.Refused(await Host.AskAsync(owner.AsCaller(), new CreateStore("store")));
    }

    [Fact]
    public async Task Rolling_a_token_invalidates_the_old_text_at_once_and_the_new_text_is_valid()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);

        var rolled = await Host.DoAsync(Host.Owner, new RollToken(TokenSide.Account, token.Token.Id));

        Assert.Equal((token.Token.Id, token.Token.Expires), (rolled.Token.Id, rolled.Token.Expires));
        Assert.Equal(
            (Standing.Unknown, Standing.Good),
            (await Host.StandingAsync(token.AsCaller()), await Host.StandingAsync(rolled.AsCaller()))
        );
    }

    [Fact]
    public async Task A_deleted_token_is_unknown()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);

        await Host.DoAsync(Host.Owner, new DeleteToken(TokenSide.Account, token.Token.Id));

        Assert.Equal(Standing.Unknown, await Host.StandingAsync(token.AsCaller()));
        Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteToken(TokenSide.Account, token.Token.Id)), "token_not_found");
    }

    [Fact]
    public async Task A_tokens_last_use_is_recorded_at_most_once_a_minute_with_its_address()
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
    public async Task A_use_from_a_forbidden_address_is_not_recorded_as_last_use()
    {
        var token = await Host.AccountTokenAsync(TokenSteps.Input() with { AllowedFrom = ["192.0.2.1"] });

        await Host.AskAsync(token.From("192.0.2.2"), new ListStores());

        Assert.Equal((null, null), await LastUseAsync(token));
    }

    [Fact]
    public async Task A_token_can_look_up_its_own_details_even_when_it_has_expired()
    {
        var member = await Host.MemberAsync(Roles.Reporter);
        var (own, ended) = (
            await Host.OwnTokenAsync(member),
            await Host.AccountTokenAsync(TokenSteps.Input() with { Expires = new Expiry(Host.Now + Moment) })
        );
        Host.Time.Advance(Moment);
        var rows = (await Host.AuditAsync()).Count;

        var (mine, expired) = (
            (await Host.Vault.Gate.IdentifyAsync(own.AsCaller())).Token!,
            (await Host.Vault.Gate.IdentifyAsync(ended.AsCaller())).Token!
        );

        Assert.Equal((own.Token.Id, member.Id, member.Email, "a program"), (mine.Actor.Id, mine.Owner, mine.OwnerEmail, mine.Name));
        Assert.Equal((Standing.TokenExpired, ended.Token.Expires, null), (expired.Actor.Standing, expired.Expires, expired.Owner));
        Assert.Equal(rows, (await Host.AuditAsync()).Count);
    }

    private async Task<(DateTimeOffset?, string?)> LastUseAsync(NewToken token)
    {
        var detail = await Host.DoAsync(Host.Owner, new GetToken(TokenSide.Account, token.Token.Id));
        return (detail.LastUsed, detail.LastUsedFrom);
    }
}
