using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Appearance;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>From several addresses at once, the browsers' own among them, random
/// one-time links and wrong passwords come as fast as they can.</summary>
public sealed class A_flood_of_anonymous_requests(Chromium chromium)
{
    private const int Networks = 6,
        PerNetworkAndMinute = 60;

    [Fact]
    public async Task A_flood_of_anonymous_requests_is_refused_writes_few_audit_rows_and_blocks_no_member()
    {
        await using var host = await DedicatedHost.OpenAsync("flood", chromium);
        var link = new Uri(await host.Owner.InviteAsync("nina.new@example.org", Role.Reporter)).AbsolutePath;
        var (before, clock) = (await AnonymousRowsAsync(host), Stopwatch.StartNew());

        await using var flood = new Flood(host.Server.Address, Networks);
        await flood.IsRefusedAsync();
        await AssertMembersAreServedAsync(host, link);
        await AssertVisitorsAreRejectedAsync(host);
        await flood.EndAsync();

        // The honest ones of this test leave a handful of the same kinds.
        var (rows, most) = (
            await AnonymousRowsAsync(host) - before,
            Networks * PerNetworkAndMinute * ((int)clock.Elapsed.TotalMinutes + 1) + 10
        );
        Assert.InRange(rows, 1, most);
        Assert.True(flood.Sent > 2 * rows, $"{flood.Sent} requests left {rows} rows.");
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Gone, HttpStatusCode.TooManyRequests], flood.Answers.Order());
        Assert.InRange(
            Regex.Count(host.Server.Log.ToString(), "Limits:AnonymousRequestsPerMinutePerAddress"),
            1,
            (int)clock.Elapsed.TotalMinutes + 1
        );
    }

    private static async Task AssertMembersAreServedAsync(DedicatedHost host, string link)
    {
        var page = await host.Owner.OpenAsync("/");
        await page.ExpectTextAsync("Needs attention");
        await page.CloseAsync();

        var newcomer = await host.NewPersonAsync("nina.new@example.org");
        await newcomer.AcceptInvitationAsync(link);

        // The known-device cookie outlives the ended session, so the sign-in is not throttled.
        await host.Owner.SignOutAsync("/");
        await host.Owner.SignInAsync();
    }

    private static async Task AssertVisitorsAreRejectedAsync(DedicatedHost host)
    {
        var page = await (await host.NewPersonAsync("mallory@example.org")).OpenStaticAsync("/login");
        await page.ExpectTextAsync("Too many requests from your network");
        await page.CheckAppearanceAsync("too-many-requests", host.Viewport);
        await page.SetViewportSizeAsync(Viewport.Phone.Size.Width, Viewport.Phone.Size.Height);
        await page.CheckAppearanceAsync("too-many-requests", Viewport.Phone);
        await page.CloseAsync();
    }

    private static async Task<long> AnonymousRowsAsync(DedicatedHost host)
    {
        await using var database = new SqliteConnection(
            $"Data Source={Directory.GetFiles(host.Server.DataDirectory, "*.db").Single()};Pooling=False"
        );
        await database.OpenAsync();
        await using var count = database.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM AuditEntries WHERE Act IN ('SignIn', 'AcceptInvitation')";
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
