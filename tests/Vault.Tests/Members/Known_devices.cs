using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>The cookie of a browser in which a member has signed in: when it is known, and when not any more.</summary>
public sealed class Known_devices : InAWorld
{
    [Fact]
    public async Task A_sign_in_makes_its_browser_a_known_device()
    {
        var device = await SignInAsync();

        Assert.True(World.Vault.Gate.IsKnownDevice(device));
        Assert.Matches("^[0-9a-f]{64}$", device);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("not a device, but a text\0of any kind \ud800")]
    public async Task Any_other_text_is_no_known_device(string? text)
    {
        await SignInAsync();

        Assert.False(World.Vault.Gate.IsKnownDevice(text));
    }

    [Fact]
    public async Task Only_a_hash_of_the_cookie_is_kept_and_it_is_never_printed()
    {
        var signedIn = Expect.Done(await World.SignInAsync(World.Boss.Email));

        await using var db = World.OpenDb();
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(signedIn.Device)), (await db.KnownDevices.SingleAsync()).TokenHash);
        Assert.DoesNotContain(signedIn.Device, $"{signedIn}", StringComparison.Ordinal);
        Assert.DoesNotContain(await World.AuditAsync(), r => r.Details?.Contains(signedIn.Device, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_device_cookie_alone_is_no_session()
    {
        var caller = Caller.Nobody(null, "", await SignInAsync());

        Assert.Null((await World.Vault.Gate.WhoAsync(caller)).Member);
        Expect.Refused(await World.AskAsync(caller, new ViewOwnAccount()));
    }

    [Fact]
    public async Task Each_sign_in_gives_a_new_cookie_and_ends_the_one_before()
    {
        var first = await SignInAsync();

        var second = await SignInAsync(first);

        Assert.NotEqual(first, second);
        Assert.False(World.Vault.Gate.IsKnownDevice(first));
        Assert.True(World.Vault.Gate.IsKnownDevice(second));
    }

    [Fact]
    public async Task A_sign_in_leaves_the_device_of_another_member_as_it_is()
    {
        var other = await World.MemberAsync(Roles.Reporter);
        var device = Expect.Done(await World.SignInAsync(other.Email)).Device;

        await SignInAsync(device);

        Assert.True(World.Vault.Gate.IsKnownDevice(device));
    }

    [Fact]
    public async Task Signing_out_leaves_the_device_known()
    {
        var signedIn = Expect.Done(await World.SignInAsync(World.Boss.Email));

        Expect.Done(await World.AskAsync(Caller.Of(signedIn.Session, null), new SignOut()));

        Assert.True(World.Vault.Gate.IsKnownDevice(signedIn.Device));
    }

    [Fact]
    public async Task A_device_is_forgotten_90_days_after_its_last_sign_in()
    {
        var device = await SignInAsync();
        World.Time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMilliseconds(1));
        Assert.True(World.Vault.Gate.IsKnownDevice(device));

        World.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(World.Vault.Gate.IsKnownDevice(device));
    }

    [Fact]
    public async Task A_member_has_at_most_twenty_of_them_the_newest()
    {
        var devices = new List<string>();
        for (var i = 0; i < 21; i++)
        {
            devices.Add(await SignInAsync());
            World.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(devices[1..], devices.Where(World.Vault.Gate.IsKnownDevice));
    }

    [Fact]
    public async Task Changing_the_password_ends_all_devices()
    {
        var device = await SignInAsync();

        await World.DoAsync(World.Boss, new ChangeOwnPassword(Guests.Secret(World.Password), Guests.Secret(Guests.NewPassword), Guests.Secret(Guests.NewPassword)));

        Assert.False(World.Vault.Gate.IsKnownDevice(device));
    }

    [Fact]
    public async Task Ending_all_other_sessions_ends_all_devices_but_the_one_of_this_session()
    {
        var other = await SignInAsync();
        var own = Expect.Done(await World.SignInAsync(World.Boss.Email));

        Expect.Done(await World.AskAsync(Caller.Of(own.Session, null), new EndOtherSessions()));

        Assert.Equal((false, true), (World.Vault.Gate.IsKnownDevice(other), World.Vault.Gate.IsKnownDevice(own.Device)));
    }

    [Fact]
    public async Task A_member_sees_how_many_other_devices_are_known()
    {
        await SignInAsync();
        var own = Expect.Done(await World.SignInAsync(World.Boss.Email));

        Assert.Equal(1, Expect.Done(await World.AskAsync(Caller.Of(own.Session, null), new ViewOwnAccount())).OtherDevices);
    }

    [Fact]
    public async Task Ending_one_session_ends_its_device_alone()
    {
        var (ended, other) = (Expect.Done(await World.SignInAsync(World.Boss.Email)), await SignInAsync());

        await World.DoAsync(World.Boss, new EndOwnSession(ended.Session));

        Assert.Equal((false, true), (World.Vault.Gate.IsKnownDevice(ended.Device), World.Vault.Gate.IsKnownDevice(other)));
    }

    [Fact]
    public async Task Resetting_the_password_disabling_and_removing_the_member_end_their_devices()
    {
        var (disabled, removed) = (await World.MemberAsync(Roles.Reporter), await World.MemberAsync(Roles.Reporter));
        string[] devices =
        [
            await SignInAsync(),
            Expect.Done(await World.SignInAsync(disabled.Email)).Device,
            Expect.Done(await World.SignInAsync(removed.Email)).Device,
        ];

        await World.DoAsync(World.Boss, new DisableMember(disabled.Id));
        await World.DoAsync(World.Boss, new RemoveMember(removed.Id));
        Expect.Done(await World.AskAsync(Caller.Console, new ResetPassword(World.Boss.Email)));

        Assert.DoesNotContain(devices, World.Vault.Gate.IsKnownDevice);
        await using var db = World.OpenDb();
        Assert.Empty(db.KnownDevices);
    }

    [Fact]
    public async Task Asking_whether_a_device_is_known_leaves_no_audit_row()
    {
        var device = await SignInAsync();
        var before = (await World.AuditAsync()).Count;

        World.Vault.Gate.IsKnownDevice(device);

        Assert.Equal(before, (await World.AuditAsync()).Count);
    }

    private async Task<string> SignInAsync(string? device = null) =>
        Expect.Done(await World.SignInAsync(World.Boss.Email, from: Caller.Nobody(IPAddress.Parse("203.0.113.7"), "Firefox", device))).Device;
}
