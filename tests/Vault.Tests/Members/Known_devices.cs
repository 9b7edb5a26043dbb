using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>The cookie of a browser in which a member has signed in: when it is known, and when not any more.</summary>
public sealed class Known_devices : VaultTest
{
    [Fact]
    public async Task A_sign_in_makes_its_browser_a_known_device()
    {
        var device = await SignInAsync();

        Assert.True(Host.Vault.KnownClients.IsKnownDevice(device));
        Assert.Matches("^[0-9a-f]{64}$", device);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("not a device, but a text\0of any kind \ud800")]
    public async Task An_unknown_device_cookie_is_not_a_known_device(string? text)
    {
        await SignInAsync();

        Assert.False(Host.Vault.KnownClients.IsKnownDevice(text));
    }

    [Fact]
    public async Task Only_a_hash_of_the_device_cookie_is_stored_and_the_cookie_is_never_printed()
    {
        var signedIn = Expect.Done(await Host.SignInAsync(Host.Owner.Email));

        await using var db = Host.OpenDb();
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(signedIn.Device)), (await db.KnownDevices.SingleAsync()).TokenHash);
        Assert.DoesNotContain(signedIn.Device, $"{signedIn}", StringComparison.Ordinal);
        Assert.DoesNotContain(await Host.AuditAsync(), r => r.Details?.Contains(signedIn.Device, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_device_cookie_alone_is_not_a_session()
    {
        var caller = Caller.Anonymous(null, "", await SignInAsync());

        Assert.Null((await Host.Vault.Gate.IdentifyAsync(caller)).Member);
        Expect.Refused(await Host.AskAsync(caller, new ViewOwnAccount()));
    }

    [Fact]
    public async Task Each_sign_in_gives_a_new_device_cookie_and_ends_the_one_before()
    {
        var first = await SignInAsync();

        var second = await SignInAsync(first);

        Assert.NotEqual(first, second);
        Assert.False(Host.Vault.KnownClients.IsKnownDevice(first));
        Assert.True(Host.Vault.KnownClients.IsKnownDevice(second));
    }

    [Fact]
    public async Task A_sign_in_leaves_the_device_of_another_member_as_it_is()
    {
        var other = await Host.MemberAsync(Roles.Reporter);
        var device = Expect.Done(await Host.SignInAsync(other.Email)).Device;

        await SignInAsync(device);

        Assert.True(Host.Vault.KnownClients.IsKnownDevice(device));
    }

    [Fact]
    public async Task Signing_out_leaves_the_device_known()
    {
        var signedIn = Expect.Done(await Host.SignInAsync(Host.Owner.Email));

        Expect.Done(await Host.AskAsync(Caller.Of(signedIn.Session, null), new SignOut()));

        Assert.True(Host.Vault.KnownClients.IsKnownDevice(signedIn.Device));
    }

    [Fact]
    public async Task A_device_is_forgotten_90_days_after_its_last_sign_in()
    {
        var device = await SignInAsync();
        Host.Time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMilliseconds(1));
        Assert.True(Host.Vault.KnownClients.IsKnownDevice(device));

        Host.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(Host.Vault.KnownClients.IsKnownDevice(device));
    }

    [Fact]
    public async Task A_member_has_at_most_the_twenty_newest_known_devices()
    {
        var devices = new List<string>();
        for (var i = 0; i < 21; i++)
        {
            devices.Add(await SignInAsync());
            Host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(devices[1..], devices.Where(Host.Vault.KnownClients.IsKnownDevice));
    }

    [Fact]
    public async Task Changing_the_password_ends_all_devices()
    {
        var device = await SignInAsync();

        await Host.DoAsync(
            Host.Owner,
            new ChangeOwnPassword(
                VisitorSteps.Secret(VaultHost.Password),
                VisitorSteps.Secret(VisitorSteps.NewPassword),
                VisitorSteps.Secret(VisitorSteps.NewPassword)
            )
        );

        Assert.False(Host.Vault.KnownClients.IsKnownDevice(device));
    }

    [Fact]
    public async Task Ending_all_other_sessions_ends_all_devices_except_that_of_the_current_session()
    {
        var other = await SignInAsync();
        var own = Expect.Done(await Host.SignInAsync(Host.Owner.Email));

        Expect.Done(await Host.AskAsync(Caller.Of(own.Session, null), new EndOtherSessions()));

        Assert.Equal((false, true), (Host.Vault.KnownClients.IsKnownDevice(other), Host.Vault.KnownClients.IsKnownDevice(own.Device)));
    }

    [Fact]
    public async Task A_member_sees_how_many_other_devices_are_known()
    {
        await SignInAsync();
        var own = Expect.Done(await Host.SignInAsync(Host.Owner.Email));

        Assert.Equal(1, Expect.Done(await Host.AskAsync(Caller.Of(own.Session, null), new ViewOwnAccount())).OtherDeviceCount);
    }

    [Fact]
    public async Task Ending_one_session_ends_only_its_own_device()
    {
        var (ended, other) = (Expect.Done(await Host.SignInAsync(Host.Owner.Email)), await SignInAsync());

        await Host.DoAsync(Host.Owner, new EndOwnSession(ended.Session));

        Assert.Equal((false, true), (Host.Vault.KnownClients.IsKnownDevice(ended.Device), Host.Vault.KnownClients.IsKnownDevice(other)));
    }

    [Fact]
    public async Task Resetting_a_members_password_or_disabling_or_removing_them_ends_their_devices()
    {
        var (disabled, removed) = (await Host.MemberAsync(Roles.Reporter), await Host.MemberAsync(Roles.Reporter));
        string[] devices =
        [
            await SignInAsync(),
            Expect.Done(await Host.SignInAsync(disabled.Email)).Device,
            Expect.Done(await Host.SignInAsync(removed.Email)).Device,
        ];

        await Host.DoAsync(Host.Owner, new DisableMember(disabled.Id));
        await Host.DoAsync(Host.Owner, new RemoveMember(removed.Id));
        Expect.Done(await Host.AskAsync(Caller.Console, new ResetPassword(Host.Owner.Email)));

        Assert.DoesNotContain(devices, Host.Vault.KnownClients.IsKnownDevice);
        await using var db = Host.OpenDb();
        Assert.Empty(db.KnownDevices);
    }

    [Fact]
    public async Task Asking_whether_a_device_is_known_leaves_no_audit_row()
    {
        var device = await SignInAsync();
        var before = (await Host.AuditAsync()).Count;

        Host.Vault.KnownClients.IsKnownDevice(device);

        Assert.Equal(before, (await Host.AuditAsync()).Count);
    }

    private async Task<string> SignInAsync(string? device = null) =>
        Expect
            .Done(await Host.SignInAsync(Host.Owner.Email, from: Caller.Anonymous(IPAddress.Parse("203.0.113.7"), "Firefox", device)))
            .Device;
}
