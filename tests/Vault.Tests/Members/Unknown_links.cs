using System.Net;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class Unknown_links : VaultTest
{
    [Fact]
    public async Task Unknown_links_leave_one_audit_row_a_minute_for_each_network_whether_viewed_or_accepted()
    {
        var before = (await Host.AuditAsync()).Count;

        for (var i = 0; i < 5; i++)
        {
            await FailsAsync(new GetInvitation($"{i:x64}"), "192.0.2.1");
            await FailsAsync(new AcceptInvitation("forged", null, null), "192.0.2.1");
        }
        await FailsAsync(new GetInvitation("forged"), "192.0.2.2");
        Host.Time.Advance(TimeSpan.FromSeconds(60));
        await FailsAsync(new GetInvitation("forged"), "192.0.2.1");

        var rows = (await Host.AuditAsync())[before..];
        Assert.Equal(["192.0.2.1", "192.0.2.2", "192.0.2.1"], rows.Select(r => r.Address));
        Assert.All(rows, r => Assert.Equal((AuditResult.Failed, "invitation_invalid"), (r.Result, r.Code)));
    }

    [Fact]
    public async Task An_open_link_leaves_an_audit_row_at_each_view_even_after_an_unknown_link()
    {
        var link = await Host.DoAsync(Host.Owner, new InviteMember("nina@example.org", Roles.Reporter));
        await FailsAsync(new GetInvitation("forged"), "192.0.2.1");
        var before = (await Host.AuditAsync()).Count;

        for (var i = 0; i < 3; i++)
        {
            Expect.Done(await Host.AskAsync(From("192.0.2.1"), new GetInvitation(link.Token)));
        }

        Assert.Equal(before + 3, (await Host.AuditAsync()).Count);
        Assert.True(Host.Vault.KnownClients.IsOpenInvitation(link.Token));
        Assert.False(Host.Vault.KnownClients.IsOpenInvitation(link.Token.ToUpperInvariant()));
        Host.Time.Advance(TimeSpan.FromDays(7));
        Assert.False(Host.Vault.KnownClients.IsOpenInvitation(link.Token));
    }

    [Fact]
    public void Unknown_links_from_more_networks_than_are_remembered_leave_no_row_until_a_minute_is_over()
    {
        var (links, now) = (new UnknownLinks(), Host.Now);
        for (var i = 0; i < UnknownLinks.MaxNetworks; i++)
        {
            Assert.True(links.ShouldRecord(new IPAddress(i + 1), now));
        }

        Assert.False(links.ShouldRecord(IPAddress.Parse("2001:db8::1"), now));
        Assert.True(links.ShouldRecord(IPAddress.Parse("2001:db8::1"), now.AddMinutes(1)));
        Assert.False(links.ShouldRecord(IPAddress.Parse("2001:db8::2"), now.AddMinutes(1)));
    }

    private static Caller From(string address) => Caller.Anonymous(IPAddress.Parse(address));

    private async Task FailsAsync<T>(Operation<T> operation, string from) =>
        Assert.Equal("invitation_invalid", Assert.IsType<Failed<T>>(await Host.AskAsync(From(from), operation)).Problems[0].Code);
}
