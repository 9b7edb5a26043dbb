using System.Net;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>An open page is no way to try passwords: the device of its session has
/// five tries, and then the limits of unknown devices hold.</summary>
public sealed class Guessing_the_current_password : VaultTest
{
    [Fact]
    public async Task Wrong_current_passwords_count_as_failures_of_the_sessions_device()
    {
        var own = Expect.Done(await Host.SignInAsync(Host.Owner.Email));
        for (var i = 0; i < 5; i++)
        {
            Assert.True(Host.Vault.KnownClients.IsKnownDevice(own.Device));
            Assert.Equal("CurrentPassword", Expect.Failed(await ChangeAsync(own, "a wrong guess"), "current_password_wrong")[0].Field);
        }

        Assert.False(Host.Vault.KnownClients.IsKnownDevice(own.Device));
        await Host.StopUnknownDevicesAsync(Host.Owner.Email);
        var (outcome, waited) = await Host.WaitedAsync(ChangeAsync(own, VaultHost.Password));
        Expect.Failed(outcome, "current_password_wrong");
        Assert.Equal(TimeSpan.FromSeconds(60), waited);
    }

    [Fact]
    public async Task A_known_device_can_change_the_password_while_unknown_ones_are_stopped_and_resets_their_failures()
    {
        var own = Expect.Done(await Host.SignInAsync(Host.Owner.Email));
        await Host.StopUnknownDevicesAsync(Host.Owner.Email);

        Expect.Done(await ChangeAsync(own, VaultHost.Password));

        Expect.Done(await Host.SignInAsync(Host.Owner.Email, VisitorSteps.NewPassword));
    }

    [Fact]
    public async Task Wrong_current_passwords_without_a_known_device_count_as_failures_of_an_unknown_one()
    {
        for (var i = 0; i < 11; i++)
        {
            await Host.WaitedAsync(Host.AskAsync(Host.Owner, Change("a wrong guess")));
        }

        var (_, waited) = await Host.WaitedAsync(Host.SignInAsync(Host.Owner.Email));

        Assert.Equal(TimeSpan.FromSeconds(2), waited);
    }

    private Task<Outcome<Unit>> ChangeAsync(SignedIn own, string current) =>
        Host.AskAsync(Caller.Of(own.Session, IPAddress.Loopback), Change(current));

    private static ChangeOwnPassword Change(string current) =>
        new(VisitorSteps.Secret(current), VisitorSteps.Secret(VisitorSteps.NewPassword), VisitorSteps.Secret(VisitorSteps.NewPassword));
}
