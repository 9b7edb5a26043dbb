using System.Net;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>Guesses from elsewhere don't keep a member out of their own devices, and a stolen device cookie gives five tries.</summary>
public sealed class Guessing_from_known_devices : InAWorld
{
    private const string Wrong = "not the right password";

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(101)]
    public async Task Guesses_from_elsewhere_neither_delay_nor_stop_a_known_device(int guesses)
    {
        var device = await SignInAsync(World.Boss);
        for (var i = 0; i < guesses; i++)
        {
            await World.WaitedAsync(World.SignInAsync(World.Boss.Email, Wrong, Caller.Nobody(IPAddress.Parse($"198.51.100.{i}"))));
        }
        var before = World.Now;

        Expect.Done(await World.SignInAsync(World.Boss.Email, from: With(device)));

        Assert.Equal(before, World.Now);
    }

    [Fact]
    public async Task After_a_hundred_failures_in_a_day_the_right_password_counts_from_known_devices_alone()
    {
        var device = await SignInAsync(World.Boss);
        for (var i = 0; i < 99; i++)
        {
            await World.WaitedAsync(World.SignInAsync(World.Boss.Email, Wrong, Caller.Nobody(IPAddress.Parse($"198.51.100.{i}"))));
        }
        Expect.Done((await World.WaitedAsync(World.SignInAsync(World.Boss.Email))).Outcome);
        await World.WaitedAsync(World.SignInAsync(World.Boss.Email, Wrong));
        Assert.Equal("""{"unknown_devices_stopped":true}""", (await World.LastAuditAsync()).Details);

        Expect.Failed((await World.WaitedAsync(World.SignInAsync(World.Boss.Email))).Outcome, "invalid_credentials");
        Expect.Done(await World.SignInAsync(World.Boss.Email, from: With(device)));

        World.Time.Advance(TimeSpan.FromDays(1));
        Expect.Done(await World.SignInAsync(World.Boss.Email));
    }

    [Fact]
    public async Task A_right_password_from_a_known_device_does_not_give_guessers_new_tries()
    {
        var device = await SignInAsync(World.Boss);
        await World.StopUnknownDevicesAsync(World.Boss.Email);

        Expect.Done(await World.SignInAsync(World.Boss.Email, from: With(device)));

        Expect.Failed((await World.WaitedAsync(World.SignInAsync(World.Boss.Email))).Outcome, "invalid_credentials");
    }

    [Fact]
    public async Task A_stolen_device_cookie_is_worth_five_tries_and_takes_nothing_from_the_other_devices()
    {
        var (stolen, other) = (await SignInAsync(World.Boss), await SignInAsync(World.Boss));
        for (var i = 0; i < 5; i++)
        {
            Assert.True(World.Vault.Gate.IsKnownDevice(stolen));
            Expect.Failed(await World.SignInAsync(World.Boss.Email, Wrong, With(stolen, $"198.51.100.{i}")), "invalid_credentials");
        }

        Assert.False(World.Vault.Gate.IsKnownDevice(stolen));
        Assert.Equal("""{"device_ended":true,"known_device":true}""", (await World.LastAuditAsync()).Details);
        Assert.Equal(0, await FailuresOfUnknownDevicesAsync());
        await World.SignInAsync(World.Boss.Email, Wrong, With(stolen));
        Assert.Equal(1, await FailuresOfUnknownDevicesAsync());
        Expect.Done(await World.SignInAsync(World.Boss.Email, from: With(other)));
    }

    [Fact]
    public async Task A_device_that_lost_its_privilege_is_delayed_and_stopped_like_an_unknown_one()
    {
        var device = await SignInAsync(World.Boss);
        await World.StopUnknownDevicesAsync(World.Boss.Email);
        for (var i = 0; i < 5; i++)
        {
            await World.SignInAsync(World.Boss.Email, Wrong, With(device));
        }

        var (outcome, waited) = await World.WaitedAsync(World.SignInAsync(World.Boss.Email, from: With(device)));

        Expect.Failed(outcome, "invalid_credentials");
        Assert.Equal(TimeSpan.FromSeconds(60), waited);
    }

    [Fact]
    public async Task Five_tries_are_all_that_a_device_has_however_many_come_at_once()
    {
        var device = await SignInAsync(World.Boss);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 14).Select(i => Task.Run(() => World.SignInAsync(World.Boss.Email, Wrong, With(device, $"198.51.100.{i}")))));

        var judged = outcomes.Count(o => o is Failed<SignedIn> { Problems: [{ Code: "invalid_credentials" }] });
        await using var db = World.OpenDb();
        var counted = await db.KnownDevices.Select(d => (int?)d.Failures).SingleOrDefaultAsync() ?? 5;
        Assert.InRange(counted, 1, 5);
        Assert.Equal(judged, counted + await FailuresOfUnknownDevicesAsync());
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_at_once_signs_in_twice()
    {
        var device = await SignInAsync(World.Boss);

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => World.SignInAsync(World.Boss.Email, from: With(device)))));

        Assert.All(both, o => Expect.Done(o));
        Assert.Equal(0, await FailuresOfUnknownDevicesAsync());
    }

    [Fact]
    public async Task The_member_s_page_and_the_list_say_that_unknown_devices_are_stopped()
    {
        await World.StopUnknownDevicesAsync(World.Boss.Email);

        Assert.Equal(World.Now + TimeSpan.FromDays(1), (await World.LookAtAsync(World.Boss)).StoppedUntil);
        Assert.True((await World.DoAsync(World.Boss, new ViewMembers(null, new PageRequest(1, 20)))).Members.Items.Single().IsStopped);
    }

    [Fact]
    public async Task A_right_password_begins_the_count_of_the_device_anew()
    {
        var device = await SignInAsync(World.Boss);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                await World.SignInAsync(World.Boss.Email, Wrong, With(device));
            }
            device = Expect.Done(await World.SignInAsync(World.Boss.Email, from: With(device))).Device;
        }

        Assert.Equal(0, await FailuresOfUnknownDevicesAsync());
    }

    [Fact]
    public async Task Another_member_s_device_gives_nothing_and_loses_nothing()
    {
        var other = await World.MemberAsync(Roles.Reporter);
        var device = await SignInAsync(other);

        for (var i = 0; i < 6; i++)
        {
            await World.SignInAsync(World.Boss.Email, Wrong, With(device));
        }

        Assert.Equal(6, await FailuresOfUnknownDevicesAsync());
        await using var db = World.OpenDb();
        Assert.Equal(0, (await db.KnownDevices.SingleAsync()).Failures);
    }

    [Fact]
    public async Task The_device_is_the_same_from_another_address()
    {
        var device = await SignInAsync(World.Boss);
        await World.StopUnknownDevicesAsync(World.Boss.Email);

        Expect.Done(await World.SignInAsync(World.Boss.Email, from: With(device, "2001:db8::7")));
    }

    [Fact]
    public async Task A_link_from_the_console_lets_a_stopped_member_in_again()
    {
        await World.StopUnknownDevicesAsync(World.Boss.Email);

        var link = Expect.Done(await World.AskAsync(Caller.Console, new ResetPassword(World.Boss.Email)));
        Expect.Done(await World.AcceptAsync(link.Token));

        Expect.Done(await World.SignInAsync(World.Boss.Email, Guests.NewPassword));
    }

    private static Caller With(string device, string address = "203.0.113.7") => Caller.Nobody(IPAddress.Parse(address), "", device);

    private async Task<string> SignInAsync(Person person) => Expect.Done(await World.SignInAsync(person.Email)).Device;

    private async Task<int> FailuresOfUnknownDevicesAsync()
    {
        await using var db = World.OpenDb();
        return await db.UnknownDeviceFailures.SumAsync(f => f.Count);
    }
}
