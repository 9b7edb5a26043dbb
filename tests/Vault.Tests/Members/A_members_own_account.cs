using System.Net;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class A_members_own_account : VaultTest
{
    [Theory]
    [InlineData(Roles.None)]
    [InlineData(Roles.Deployer)]
    public async Task Every_member_can_see_their_own_account_whatever_their_roles(Roles roles)
    {
        var person = await Host.MemberAsync(roles);

        var self = await Host.DoAsync(person, new GetOwnMember());

        Assert.Equal((person.Id, person.Email, roles, 1), (self.Id, self.Email, self.Roles, self.Sessions));
    }

    [Fact]
    public async Task A_member_with_roles_on_single_stores_sees_the_names_of_those_stores()
    {
        var store = await Host.StoreAsync("staging");
        var person = await Host.MemberAsync(Roles.None, (store, Roles.Admin));

        var self = await Host.DoAsync(person, new GetOwnMember());

        Assert.Equal([(store, "staging", Roles.Admin)], self.StoreRoles.Select(s => (s.Store, s.StoreName, s.Roles)));
    }

    [Fact]
    public async Task A_members_sessions_are_listed_with_the_current_one_first()
    {
        var other = await AgainAsync(Host.Owner);

        var own = await Host.DoAsync(Host.Owner, new ViewOwnAccount());

        Assert.Equal([(Host.Owner.Session, true), (other.Session, false)], own.Sessions.Select(s => (s.Id, s.IsCurrent)));
    }

    [Fact]
    public async Task A_member_can_end_another_session_of_their_own_at_once()
    {
        var other = await AgainAsync(Host.Owner);

        await Host.DoAsync(Host.Owner, new EndOwnSession(other.Session));

        Assert.Equal(Standing.SessionEnded, await Host.StandingAsync(other));
        Assert.Single((await Host.DoAsync(Host.Owner, new ViewOwnAccount())).Sessions);
        Expect.Failed(await Host.AskAsync(Host.Owner, new EndOwnSession(other.Session)), "session_not_found");
    }

    [Fact]
    public async Task A_member_cannot_end_a_session_of_another_member()
    {
        var person = await Host.MemberAsync(Roles.SuperAdministrator);

        Expect.Failed(await Host.AskAsync(person, new EndOwnSession(Host.Owner.Session)), "session_not_found");
        await Host.DoAsync(person, new EndOtherSessions());

        Assert.Equal(Standing.Good, await Host.StandingAsync(Host.Owner));
    }

    [Fact]
    public async Task Ending_all_other_sessions_keeps_the_current_one()
    {
        var (second, third) = (await AgainAsync(Host.Owner), await AgainAsync(Host.Owner));

        Assert.Equal(2, await Host.DoAsync(Host.Owner, new EndOtherSessions()));

        Assert.Equal(
            [Standing.Good, Standing.SessionEnded, Standing.SessionEnded],
            [await Host.StandingAsync(Host.Owner), await Host.StandingAsync(second), await Host.StandingAsync(third)]
        );
    }

    [Fact]
    public async Task Changing_the_password_ends_every_session_including_the_current_one()
    {
        var other = await AgainAsync(Host.Owner);

        Expect.Done(await ChangeAsync(VaultHost.Password));

        Assert.Equal(
            [Standing.SessionEnded, Standing.SessionEnded],
            [await Host.StandingAsync(Host.Owner), await Host.StandingAsync(other)]
        );
        Expect.Failed(await Host.SignInAsync(Host.Owner.Email), "invalid_credentials");
        Expect.Done(await Host.SignInAsync(Host.Owner.Email, VisitorSteps.NewPassword));
    }

    [Theory]
    [InlineData("short", "short", "password_too_short", "NewPassword")]
    [InlineData("another set of quiet words", "another set of loud words", "password_mismatch", "ConfirmPassword")]
    public async Task An_invalid_new_password_is_rejected_at_its_field_and_does_not_count_as_a_failed_try(
        string chosen,
        string again,
        string code,
        string field
    )
    {
        Assert.Equal(field, Expect.Failed(await ChangeAsync("a wrong guess", chosen, again), code)[0].Field);

        await using var db = Host.OpenDb();
        Assert.Empty(db.UnknownDeviceFailures);
    }

    private Task<Outcome<Unit>> ChangeAsync(string current, string chosen = VisitorSteps.NewPassword, string? again = null) =>
        Host.AskAsync(
            Host.Owner,
            new ChangeOwnPassword(VisitorSteps.Secret(current), VisitorSteps.Secret(chosen), VisitorSteps.Secret(again ?? chosen))
        );

    private async Task<Person> AgainAsync(Person person)
    {
        var signedIn = Expect.Done(await Host.SignInAsync(person.Email));
        return person with { Session = signedIn.Session, Caller = Caller.Of(signedIn.Session, IPAddress.Loopback) };
    }
}
