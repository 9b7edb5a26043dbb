using System.Net;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>Guesses from elsewhere don't keep a member out of their own devices, and a stolen device cookie gives five tries.</summary>
public sealed class Guessing_from_known_devices : VaultTest
{
    private const string Wrong = "not the right password";

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(101)]
    public async Task Guesses_from_elsewhere_neither_delay_nor_stop_a_known_device(int guesses)
    {
        var device = await SignInAsync(Host.Owner);
        for (var i = 0; i < guesses; i++)
        {
            await Host.WaitedAsync(Host.SignInAsync(Host.Owner.Email, Wrong, Caller.Anonymous(IPAddress.Parse($"198.51.100.{i}"))));
        }
        var before = Host.Now;

        Expect.Done(await Host.SignInAsync(Host.Owner.Email, from: With(device)));

        Assert.Equal(before, Host.Now);
    }

    [Fact]
    public async Task After_a_hundred_failures_in_a_day_the_right_password_is_accepted_only_from_known_devices()
    {
        var device = await SignInAsync(Host.Owner);
        for (var i = 0; i < 99; i++)
        {
            await Host.WaitedAsync(Host.SignInAsync(Host.Owner.Email, Wrong, Caller.Anonymous(IPAddress.Parse($"198.51.100.{i}"))));
        }
        Expect.Done((await Host.WaitedAsync(Host.SignInAsync(Host.Owner.Email))).Outcome);
        await Host.WaitedAsync(Host.SignInAsync(Host.Owner.Email, Wrong));
        Assert.Equal("""{"unknown_devices_stopped":true}""", (await Host.LastAuditAsync()).Details);

        Expect.Failed((await Host.WaitedAsync(Host.SignInAsync(Host.Owner.Email))).Outcome, "invalid_credentials");
        Expect.Done(await Host.SignInAsync(Host.Owner.Email, from: With(device)));

        Host.Time.Advance(TimeSpan.FromDays(1));
        Expect.Done(await Host.SignInAsync(Host.Owner.Email));
    }

    [Fact]
    public async Task A_right_password_from_a_known_device_does_not_give_guessers_new_tries()
    {
        var device = await SignInAsync(Host.Owner);
        await Host.StopUnknownDevicesAsync(Host.Owner.Email);

        Expect.Done(await Host.SignInAsync(Host.Owner.Email, from: With(device)));

        Expect.Failed((await Host.WaitedAsync(Host.SignInAsync(Host.Owner.Email))).Outcome, "invalid_credentials");
    }

    [Fact]
    public async Task A_stolen_device_cookie_allows_five_tries_and_does_not_affect_the_other_devices()
    {
        var (stolen, other) = (await SignInAsync(Host.Owner), await SignInAsync(Host.Owner));
        for (var i = 0; i < 5; i++)
        {
            Assert.True(Host.Vault.KnownClients.IsKnownDevice(stolen));
            Expect.Failed(await Host.SignInAsync(Host.Owner.Email, Wrong, With(stolen, $"198.51.100.{i}")), "invalid_credentials");
        }

        Assert.False(Host.Vault.KnownClients.IsKnownDevice(stolen));
        Assert.Equal("""{"device_ended":true,"known_device":true}""", (await Host.LastAuditAsync()).Details);
        Assert.Equal(0, await FailuresOfUnknownDevicesAsync());
        await Host.SignInAsync(Host.Owner.Email, Wrong, With(stolen));
        Assert.Equal(1, await FailuresOfUnknownDevicesAsync());
        Expect.Done(await Host.SignInAsync(Host.Owner.Email, from: With(other)));
    }

    [Fact]
    public async Task A_device_that_lost_its_privilege_is_delayed_and_stopped_like_an_unknown_one()
    {
        var device = await SignInAsync(Host.Owner);
        await Host.StopUnknownDevicesAsync(Host.Owner.Email);
        for (var i = 0; i < 5; i++)
        {
            await Host.SignInAsync(Host.Owner.Email, Wrong, With(device));
        }

        var (outcome, waited) = await Host.WaitedAsync(Host.SignInAsync(Host.Owner.Email, from: With(device)));

        Expect.Failed(outcome, "invalid_credentials");
        Assert.Equal(TimeSpan.FromSeconds(60), waited);
    }

    [Fact]
    public async Task A_known_device_has_only_five_tries_however_many_come_at_once()
    {
        var device = await SignInAsync(Host.Owner);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 14).Select(i => Task.Run(() => Host.SignInAsync(Host.Owner.Email, Wrong, With(device, $"198.51.100.{i}"))))
        );

        var judged = outcomes.Count(o => o is Failed<SignedIn> { Problems: [{ Code: "invalid_credentials" }] });
        await using var db = Host.OpenDb();
        var counted = await db.KnownDevices.Select(d => (int?)d.Failures).SingleOrDefaultAsync() ?? 5;
        Assert.InRange(counted, 1, 5);
        Assert.Equal(judged, counted + await FailuresOfUnknownDevicesAsync());
    }

    [Fact]
    public async Task A_sign_in_form_that_is_sent_twice_at_once_signs_in_twice()
    {
        var device = await SignInAsync(Host.Owner);

        var both = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => Host.SignInAsync(Host.Owner.Email, from: With(device))))
        );

        Assert.All(both, o => Expect.Done(o));
        Assert.Equal(0, await FailuresOfUnknownDevicesAsync());
    }

    [Fact]
    public async Task The_members_page_and_the_list_show_that_unknown_devices_are_stopped()
    {
        await Host.StopUnknownDevicesAsync(Host.Owner.Email);

        Assert.Equal(Host.Now + TimeSpan.FromDays(1), (await Host.GetMemberAsync(Host.Owner)).StoppedUntil);
        Assert.True((await Host.DoAsync(Host.Owner, new ViewMembers(null, new PageRequest(1, 20)))).Members.Items.Single().IsStopped);
    }

    [Fact]
    public async Task A_right_password_resets_the_failures_of_its_device()
    {
        var device = await SignInAsync(Host.Owner);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                await Host.SignInAsync(Host.Owner.Email, Wrong, With(device));
            }
            device = Expect.Done(await Host.SignInAsync(Host.Owner.Email, from: With(device))).Device;
        }

        Assert.Equal(0, await FailuresOfUnknownDevicesAsync());
    }

    [Fact]
    public async Task A_device_of_another_member_gives_no_extra_tries_and_loses_none()
    {
        var other = await Host.MemberAsync(Roles.Reporter);
        var device = await SignInAsync(other);

        for (var i = 0; i < 6; i++)
        {
            await Host.SignInAsync(Host.Owner.Email, Wrong, With(device));
        }

        Assert.Equal(6, await FailuresOfUnknownDevicesAsync());
        await using var db = Host.OpenDb();
        Assert.Equal(0, (await db.KnownDevices.SingleAsync()).Failures);
    }

    [Fact]
    public async Task A_known_device_is_recognised_from_another_address()
    {
        var device = await SignInAsync(Host.Owner);
        await Host.StopUnknownDevicesAsync(Host.Owner.Email);

        Expect.Done(await Host.SignInAsync(Host.Owner.Email, from: With(device, "2001:db8::7")));
    }

    [Fact]
    public async Task A_reset_link_from_the_console_lets_a_stopped_member_sign_in_again()
    {
        await Host.StopUnknownDevicesAsync(Host.Owner.Email);

        var link = Expect.Done(await Host.AskAsync(Caller.Console, new ResetPassword(Host.Owner.Email)));
        Expect.Done(await Host.AcceptAsync(link.Token));

        Expect.Done(await Host.SignInAsync(Host.Owner.Email, VisitorSteps.NewPassword));
    }

    private static Caller With(string device, string address = "203.0.113.7") => Caller.Anonymous(IPAddress.Parse(address), "", device);

    private async Task<string> SignInAsync(Person person) => Expect.Done(await Host.SignInAsync(person.Email)).Device;

    private async Task<int> FailuresOfUnknownDevicesAsync()
    {
        await using var db = Host.OpenDb();
        return await db.UnknownDeviceFailures.SumAsync(f => f.Count);
    }
}
