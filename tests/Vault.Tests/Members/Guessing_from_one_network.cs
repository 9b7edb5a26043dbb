using System.Net;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>A network with too many failed tries, for any members.</summary>
public sealed class Guessing_from_one_network : VaultTest
{
    private protected override VaultLimits Limits => new() { FailuresPerNetwork = 3 };

    [Fact]
    public async Task A_network_with_too_many_failures_is_rejected_without_computing_a_hash()
    {
        for (var i = 0; i < 3; i++)
        {
            Expect.Failed(await Host.SignInAsync($"member-{i}@example.com", "wrong", From($"2001:db8:1:2::{i}")), "invalid_credentials");
        }
        var before = Host.Vault.Tools.Passwords.Hashing.Computed;

        Expect.Failed(await Host.SignInAsync(Host.Owner.Email, VaultHost.Password, From("2001:db8:1:2::ffff")), "too_many_failures");

        Assert.Equal(before, Host.Vault.Tools.Passwords.Hashing.Computed);
        Expect.Done(await Host.SignInAsync(Host.Owner.Email, VaultHost.Password, From("2001:db8:1:3::1")));
        Host.Time.Advance(TimeSpan.FromMinutes(15));
        Expect.Done(await Host.SignInAsync(Host.Owner.Email, VaultHost.Password, From("2001:db8:1:2::ffff")));
    }

    [Fact]
    public async Task A_known_device_can_sign_in_from_a_network_with_too_many_failures()
    {
        var device = Expect.Done(await Host.SignInAsync(Host.Owner.Email)).Device;
        for (var i = 0; i < 3; i++)
        {
            await Host.SignInAsync($"member-{i}@example.com", "wrong", From("198.51.100.4"));
        }

        Expect.Done(await Host.SignInAsync(Host.Owner.Email, from: Caller.Anonymous(IPAddress.Parse("198.51.100.4"), "", device)));
    }

    [Fact]
    public async Task An_ipv4_address_and_its_ipv6_form_count_as_one_network()
    {
        await Host.SignInAsync("one@example.com", "wrong", From("198.51.100.4"));
        await Host.SignInAsync("two@example.com", "wrong", From("::ffff:198.51.100.4"));
        await Host.SignInAsync("three@example.com", "wrong", From("198.51.100.4"));

        Expect.Failed(await Host.SignInAsync(Host.Owner.Email, VaultHost.Password, From("::ffff:198.51.100.4")), "too_many_failures");
    }

    [Fact]
    public async Task An_ipv6_site_is_limited_as_a_whole_to_four_times_the_failures_of_a_network()
    {
        for (var i = 0; i < 12; i++)
        {
            Expect.Failed(await Host.SignInAsync($"member-{i}@example.com", "wrong", From($"2001:db8:1:{i:x}::1")), "invalid_credentials");
        }

        Expect.Failed(await Host.SignInAsync(Host.Owner.Email, VaultHost.Password, From("2001:db8:1:ffff::1")), "too_many_failures");
        Expect.Done(await Host.SignInAsync(Host.Owner.Email, VaultHost.Password, From("2001:db8:2:ffff::1")));
    }

    private static Caller From(string address) => Caller.Anonymous(IPAddress.Parse(address));
}
