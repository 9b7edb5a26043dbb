using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Gate;

/// <summary>Only input at a page renews its session; requests of an open page are allowed, but do not renew it.</summary>
public sealed class Renewing_a_session : VaultTest
{
    private Caller OpenPage => Caller.OfOpenPage(Host.Owner.Session, System.Net.IPAddress.Loopback);

    [Fact]
    public async Task Reads_and_changes_of_an_open_page_do_not_renew_its_session()
    {
        var before = await LastSeenAsync();
        Host.Time.Advance(TimeSpan.FromMinutes(10));

        Expect.Done(await Host.AskAsync(OpenPage, new ListStores()));
        Expect.Done(await Host.AskAsync(OpenPage, new CreateStore("one")));
        Assert.NotNull(await Host.Vault.Sessions.ReadAsync(OpenPage));

        Assert.Equal(before, await LastSeenAsync());
    }

    [Fact]
    public async Task The_session_of_a_page_without_input_ends_after_thirty_minutes_however_often_the_page_asks()
    {
        for (var minute = 0; minute < 29; minute++)
        {
            Host.Time.Advance(TimeSpan.FromMinutes(1));
            Expect.Done(await Host.AskAsync(OpenPage, new ListStores()));
        }
        Host.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Standing.SessionIdle, Expect.Refused(await Host.AskAsync(OpenPage, new ListStores())).Question.Actor.Standing);
    }

    [Fact]
    public async Task Input_renews_a_session_and_leaves_no_audit_row()
    {
        var rows = (await Host.AuditAsync()).Count;
        Host.Time.Advance(TimeSpan.FromMinutes(29));

        var life = await Host.Vault.Sessions.RenewAsync(OpenPage);

        Assert.Equal(new SessionLife(Host.Owner.Id, TimeSpan.FromMinutes(30), TimeSpan.FromHours(12) - TimeSpan.FromMinutes(29)), life);
        Assert.Equal(Host.Now, await LastSeenAsync());
        Assert.Equal(rows, (await Host.AuditAsync()).Count);
    }

    [Fact]
    public async Task Renewing_a_session_writes_at_most_once_a_minute()
    {
        var seen = new HashSet<DateTimeOffset>();
        for (var second = 0; second < 180; second++)
        {
            Host.Time.Advance(TimeSpan.FromSeconds(1));
            await Host.Vault.Sessions.RenewAsync(OpenPage);
            seen.Add(await LastSeenAsync());
        }

        Assert.Equal([0, 60, 120, 180], seen.Order().Select(at => (int)(at - seen.Min()).TotalSeconds));
    }

    [Fact]
    public async Task The_remaining_time_of_a_session_can_be_read_without_renewing_it()
    {
        Host.Time.Advance(TimeSpan.FromMinutes(28));

        Assert.Equal(TimeSpan.FromMinutes(2), (await Host.Vault.Sessions.ReadAsync(OpenPage))!.Idle);
        Host.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await Host.Vault.Sessions.ReadAsync(OpenPage));
        Assert.Equal(Host.Now - TimeSpan.FromMinutes(30), await LastSeenAsync());
    }

    [Theory]
    [InlineData("idle")]
    [InlineData("absolute")]
    [InlineData("signed out")]
    [InlineData("disabled")]
    [InlineData("another stamp")]
    public async Task An_ended_session_cannot_be_renewed(string end)
    {
        Host.Time.Advance(TimeSpan.FromMinutes(5));
        await EndAsync(end);
        var before = await LastSeenAsync();

        Assert.Null(await Host.Vault.Sessions.RenewAsync(OpenPage));

        Assert.Equal(before, await LastSeenAsync());
        Assert.Null(await Host.Vault.Sessions.ReadAsync(OpenPage));
    }

    [Fact]
    public async Task A_visitor_and_a_made_up_session_have_nothing_to_renew()
    {
        Assert.Null(await Host.Vault.Sessions.RenewAsync(Caller.Anonymous(null)));
        Assert.Null(await Host.Vault.Sessions.RenewAsync(Caller.OfOpenPage(new SessionId("' OR 1=1 --"), null)));
    }

    private async Task EndAsync(string end)
    {
        switch (end)
        {
            case "idle":
                Host.Time.Advance(TimeSpan.FromMinutes(30));
                break;
            case "absolute":
                await using (var db = Host.OpenDb())
                {
                    await db
                        .Sessions.Where(s => s.Id == Host.Owner.Session.Value)
                        .ExecuteUpdateAsync(s => s.SetProperty(x => x.Created, Host.Now - TimeSpan.FromHours(12)));
                }
                break;
            case "signed out":
                await Host.DoAsync(Host.Owner, new SignOut());
                Host.Time.Advance(TimeSpan.FromMinutes(2));
                break;
            default:
                await using (var db = Host.OpenDb())
                {
                    var row = await db.Users.SingleAsync(m => m.Id == Host.Owner.Id.Value);
                    (row.Disabled, row.SecurityStamp) = end == "disabled" ? (true, row.SecurityStamp) : (false, "another");
                    await db.SaveChangesAsync();
                }
                break;
        }
    }

    private async Task<DateTimeOffset> LastSeenAsync()
    {
        await using var db = Host.OpenDb();
        return (await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == Host.Owner.Session.Value)).LastSeen;
    }
}
