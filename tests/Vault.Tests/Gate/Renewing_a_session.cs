using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Gate;

/// <summary>Only input at a page keeps its session alive; what an open page asks for, it may ask for by itself.</summary>
public sealed class Renewing_a_session : InAWorld
{
    private Caller OpenPage => Caller.OfOpenPage(World.Boss.Session, System.Net.IPAddress.Loopback);

    [Fact]
    public async Task An_open_page_that_reads_and_changes_renews_nothing()
    {
        var before = await LastSeenAsync();
        World.Time.Advance(TimeSpan.FromMinutes(10));

        Expect.Done(await World.AskAsync(OpenPage, new ListStores()));
        Expect.Done(await World.AskAsync(OpenPage, new CreateStore("one")));
        Assert.NotNull(World.Vault.Gate.LifeOf(OpenPage));

        Assert.Equal(before, await LastSeenAsync());
    }

    [Fact]
    public async Task A_page_without_input_ends_after_thirty_minutes_however_often_it_asks()
    {
        for (var minute = 0; minute < 29; minute++)
        {
            World.Time.Advance(TimeSpan.FromMinutes(1));
            Expect.Done(await World.AskAsync(OpenPage, new ListStores()));
        }
        World.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Standing.SessionIdle, Expect.Refused(await World.AskAsync(OpenPage, new ListStores())).Question.Actor.Standing);
    }

    [Fact]
    public async Task Input_renews_it_and_leaves_no_audit_row()
    {
        var rows = (await World.AuditAsync()).Count;
        World.Time.Advance(TimeSpan.FromMinutes(29));

        var life = await World.Vault.Gate.RenewAsync(OpenPage);

        Assert.Equal(new SessionLife(World.Boss.Id, TimeSpan.FromMinutes(30), TimeSpan.FromHours(12) - TimeSpan.FromMinutes(29)), life);
        Assert.Equal(World.Now, await LastSeenAsync());
        Assert.Equal(rows, (await World.AuditAsync()).Count);
    }

    [Fact]
    public async Task It_is_written_at_most_once_a_minute()
    {
        var seen = new HashSet<DateTimeOffset>();
        for (var second = 0; second < 180; second++)
        {
            World.Time.Advance(TimeSpan.FromSeconds(1));
            await World.Vault.Gate.RenewAsync(OpenPage);
            seen.Add(await LastSeenAsync());
        }

        Assert.Equal([0, 60, 120, 180], seen.Order().Select(at => (int)(at - seen.Min()).TotalSeconds));
    }

    [Fact]
    public async Task How_long_it_still_counts_is_told_without_renewing()
    {
        World.Time.Advance(TimeSpan.FromMinutes(28));

        Assert.Equal(TimeSpan.FromMinutes(2), World.Vault.Gate.LifeOf(OpenPage)!.Idle);
        World.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(World.Vault.Gate.LifeOf(OpenPage));
        Assert.Equal(World.Now - TimeSpan.FromMinutes(30), await LastSeenAsync());
    }

    [Theory]
    [InlineData("idle")]
    [InlineData("absolute")]
    [InlineData("signed out")]
    [InlineData("disabled")]
    [InlineData("another stamp")]
    public async Task One_that_has_ended_can_not_be_renewed(string end)
    {
        World.Time.Advance(TimeSpan.FromMinutes(5));
        await EndAsync(end);
        var before = await LastSeenAsync();

        Assert.Null(await World.Vault.Gate.RenewAsync(OpenPage));

        Assert.Equal(before, await LastSeenAsync());
        Assert.Null(World.Vault.Gate.LifeOf(OpenPage));
    }

    [Fact]
    public async Task Nobody_and_a_session_that_was_made_up_have_nothing_to_renew()
    {
        Assert.Null(await World.Vault.Gate.RenewAsync(Caller.Nobody(null)));
        Assert.Null(await World.Vault.Gate.RenewAsync(Caller.OfOpenPage(new SessionId("' OR 1=1 --"), null)));
    }

    private async Task EndAsync(string end)
    {
        switch (end)
        {
            case "idle":
                World.Time.Advance(TimeSpan.FromMinutes(30));
                break;
            case "absolute":
                await using (var db = World.OpenDb())
                {
                    await db.Sessions.Where(s => s.Id == World.Boss.Session.Value).ExecuteUpdateAsync(s => s.SetProperty(x => x.Created, World.Now - TimeSpan.FromHours(12)));
                }
                break;
            case "signed out":
                await World.DoAsync(World.Boss, new SignOut());
                World.Time.Advance(TimeSpan.FromMinutes(2));
                break;
            default:
                await using (var db = World.OpenDb())
                {
                    var row = await db.Users.SingleAsync(m => m.Id == World.Boss.Id.Value);
                    (row.Disabled, row.SecurityStamp) = end == "disabled" ? (true, row.SecurityStamp) : (false, "another");
                    await db.SaveChangesAsync();
                }
                break;
        }
    }

    private async Task<DateTimeOffset> LastSeenAsync()
    {
        await using var db = World.OpenDb();
        return (await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == World.Boss.Session.Value)).LastSeen;
    }
}
