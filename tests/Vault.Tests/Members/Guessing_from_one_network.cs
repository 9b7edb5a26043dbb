using System.Net;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>A network from which too many tries failed, whoever they were for.</summary>
public sealed class Guessing_from_one_network : VaultTest
{
    private protected override VaultLimits Limits => new() { FailuresPerNetwork = 3 };

    [Fact]
    public async Task Is_turned_away_and_costs_no_hash_then()
    {
        for (var i = 0; i < 3; i++)
        {
            Expect.Failed(await Host.SignInAsync($"member-{i}@example.com", "wrong", From($"2001:db8:1:2::{i}")), "invalid_credentials");
        }
        var before = Host.Vault.Tools.Passwords.Hashing.Computed;

        Expect.Failed(await Host.SignInAsync(Host.Boss.Email, VaultHost.Password, From("2001:db8:1:2::ffff")), "too_many_failures");

        Assert.Equal(before, Host.Vault.Tools.Passwords.Hashing.Computed);
        Expect.Done(await Host.SignInAsync(Host.Boss.Email, VaultHost.Password, From("2001:db8:1:3::1")));
        Host.Time.Advance(TimeSpan.FromMinutes(15));
        Expect.Done(await Host.SignInAsync(Host.Boss.Email, VaultHost.Password, From("2001:db8:1:2::ffff")));
    }

    [Fact]
    public async Task Lets_a_known_device_pass()
    {
        var device = Expect.Done(await Host.SignInAsync(Host.Boss.Email)).Device;
        for (var i = 0; i < 3; i++)
        {
            await Host.SignInAsync($"member-{i}@example.com", "wrong", From("198.51.100.4"));
        }

        Expect.Done(await Host.SignInAsync(Host.Boss.Email, from: Caller.Nobody(IPAddress.Parse("198.51.100.4"), "", device)));
    }

    [Fact]
    public async Task Counts_an_address_once_whether_written_as_four_or_as_six()
    {
        await Host.SignInAsync("one@example.com", "wrong", From("198.51.100.4"));
        await Host.SignInAsync("two@example.com", "wrong", From("::ffff:198.51.100.4"));
        await Host.SignInAsync("three@example.com", "wrong", From("198.51.100.4"));

        Expect.Failed(await Host.SignInAsync(Host.Boss.Email, VaultHost.Password, From("::ffff:198.51.100.4")), "too_many_failures");
    }

    [Fact]
    public async Task Counts_a_site_with_many_networks_as_a_whole_at_four_times_as_many()
    {
        for (var i = 0; i < 12; i++)
        {
            Expect.Failed(await Host.SignInAsync($"member-{i}@example.com", "wrong", From($"2001:db8:1:{i:x}::1")), "invalid_credentials");
        }

        Expect.Failed(await Host.SignInAsync(Host.Boss.Email, VaultHost.Password, From("2001:db8:1:ffff::1")), "too_many_failures");
        Expect.Done(await Host.SignInAsync(Host.Boss.Email, VaultHost.Password, From("2001:db8:2:ffff::1")));
    }

    private static Caller From(string address) => Caller.Nobody(IPAddress.Parse(address));
}
