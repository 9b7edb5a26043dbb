using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Gate;

/// <summary>Judged at every act by its row; a page that is open longer than its session can do nothing.</summary>
public sealed class A_session : VaultTest
{
    [Fact]
    public async Task A_session_lasts_twelve_hours_if_it_is_used_more_often_than_every_thirty_minutes()
    {
        for (var at = TimeSpan.Zero; at < TimeSpan.FromHours(12); at += TimeSpan.FromMinutes(29))
        {
            await Host.DoAsync(Host.Owner, new ListStores());
            Host.Time.Advance(TimeSpan.FromMinutes(29));
        }

        Assert.Equal(Standing.SessionExpired, await StandingAsync(Host.Owner));
    }

    [Theory]
    [InlineData(29.99, Standing.Good)]
    [InlineData(30, Standing.SessionIdle)]
    public async Task A_session_ends_after_thirty_minutes_without_an_act(double minutes, Standing standing)
    {
        Host.Time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(standing, await StandingAsync(Host.Owner));
    }

    [Fact]
    public async Task A_session_that_ended_by_idling_stays_ended()
    {
        Host.Time.Advance(TimeSpan.FromMinutes(31));
        await StandingAsync(Host.Owner);

        Assert.Equal(Standing.SessionIdle, await StandingAsync(Host.Owner));
    }

    [Fact]
    public async Task Signing_out_ends_only_the_session_that_signs_out()
    {
        var elsewhere = await Host.SignedInAsync(await RowAsync(Host.Owner));

        await Host.DoAsync(Host.Owner, new SignOut());

        Assert.Equal(Standing.SessionEnded, await StandingAsync(Host.Owner));
        Assert.Equal(Standing.Good, await StandingAsync(elsewhere));
    }

    [Fact]
    public async Task A_session_ends_when_the_members_security_stamp_changes()
    {
        var admin = await Host.MemberAsync(Roles.Admin);
        await ChangeAsync(admin, m => m.SecurityStamp = "another");

        Assert.Equal(Standing.SessionEnded, await StandingAsync(admin));
    }

    [Fact]
    public async Task A_session_of_a_member_without_a_security_stamp_is_invalid()
    {
        var admin = await Host.MemberAsync(Roles.Admin);
        await ChangeAsync(admin, m => m.SecurityStamp = null);

        Assert.Equal(Standing.SessionEnded, await StandingAsync(admin));
    }

    [Fact]
    public async Task A_session_of_a_disabled_member_is_invalid()
    {
        var admin = await Host.MemberAsync(Roles.Admin);
        await ChangeAsync(admin, m => m.Disabled = true);

        Assert.Equal(Standing.MemberDisabled, await StandingAsync(admin));
    }

    [Fact]
    public async Task A_session_of_a_removed_member_is_invalid()
    {
        var admin = await Host.MemberAsync(Roles.Admin);
        await using var db = Host.OpenDb();
        await db.Users.Where(m => m.Id == admin.Id.Value).ExecuteDeleteAsync();

        Assert.Equal(Standing.MemberRemoved, await StandingAsync(admin));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("' OR 1=1 --")]
    public async Task A_made_up_session_id_is_unknown(string id)
    {
        var forged = Host.Owner with { Session = new SessionId(id), Caller = Caller.Of(new SessionId(id), null) };

        Assert.Equal(Standing.Unknown, await StandingAsync(forged));
    }

    [Fact]
    public async Task A_session_gains_and_loses_rights_at_the_next_act_even_when_another_process_changes_them()
    {
        var member = await Host.MemberAsync(Roles.None);
        Expect.Refused(await Host.AskAsync(member, new CreateStore("one")));
        await SetRolesAsync(member, Roles.Admin);
        await Host.DoAsync(member, new CreateStore("one"));
        await SetRolesAsync(member, Roles.Reporter);

        Expect.Refused(await Host.AskAsync(member, new CreateStore("two")));
    }

    [Fact]
    public async Task A_refused_act_updates_when_the_session_was_last_seen()
    {
        var reporter = await Host.MemberAsync(Roles.Reporter);
        Host.Time.Advance(TimeSpan.FromMinutes(10));
        Expect.Refused(await Host.AskAsync(reporter, new CreateStore("no")));

        await using var db = Host.OpenDb();
        Assert.Equal(Host.Now, (await db.Sessions.SingleAsync(s => s.Id == reporter.Session.Value)).LastSeen);
    }

    /// <summary>The standing that a read and a change report. They must agree; both are refused unless the standing is good.</summary>
    private async Task<Standing> StandingAsync(Person person)
    {
        var (look, change) = (
            await Host.AskAsync(person, new ListStores()),
            await Host.AskAsync(person, new CreateStore($"store-{Guid.NewGuid():N}"))
        );
        if (
            look is Done<IReadOnlyList<StoreRow>>
            && change is Done<StoreId> or Refused<StoreId> { Decision.Question.Actor.Standing: Standing.Good }
        )
        {
            return Standing.Good;
        }
        var (first, second) = (Expect.Refused(look).Question.Actor.Standing, Expect.Refused(change).Question.Actor.Standing);
        Assert.Equal(first, second);
        Assert.Equal(first, (await Host.MayAsync(person, new Demand(Act.CreateStore, TargetReference.Account))).Question.Actor.Standing);
        return first;
    }

    private async Task<Member> RowAsync(Person person)
    {
        await using var db = Host.OpenDb();
        return await db.Users.SingleAsync(m => m.Id == person.Id.Value);
    }

    private async Task ChangeAsync(Person person, Action<Member> change)
    {
        await using var db = Host.OpenDb();
        change(await db.Users.SingleAsync(m => m.Id == person.Id.Value));
        await db.SaveChangesAsync();
    }

    private async Task SetRolesAsync(Person person, Roles single)
    {
        await using var db = Host.OpenDb();
        await db.UserRoles.Where(r => r.UserId == person.Id.Value).ExecuteDeleteAsync();
        db.UserRoles.Add(new() { UserId = person.Id.Value, RoleId = RoleIds.Of(single) });
        await db.SaveChangesAsync();
    }
}
