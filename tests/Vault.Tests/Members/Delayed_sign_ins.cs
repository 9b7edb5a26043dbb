using System.Net;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>Where tries from unknown devices wait: how long, and how many at most.</summary>
public sealed class Delayed_sign_ins
{
    private readonly FakeTimeProvider _time = new(VaultTemplate.Start);
    private readonly SignInDelays _delays;

    public Delayed_sign_ins() => _delays = new SignInDelays(new VaultLimits(), _time);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(15, 32)]
    [InlineData(16, 60)]
    [InlineData(99, 60)]
    [InlineData(int.MaxValue, 60)]
    public void The_delay_of_a_sign_in_grows_with_the_number_of_failures_up_to_a_minute(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), _delays.After(failures));

    [Fact]
    public async Task A_delayed_sign_in_continues_when_its_time_has_passed_and_not_before()
    {
        var waiting = Wait("198.51.100.1", seconds: 4);
        _time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(await waiting);
        Assert.Equal(0, _delays.Waiting);
    }

    [Fact]
    public async Task Only_few_sign_ins_of_one_network_or_one_site_can_wait_at_a_time()
    {
        var network = Enumerable.Range(0, 10).Select(_ => Wait("198.51.100.1")).ToList();
        var site = Enumerable.Range(0, 40).Select(n => Wait($"2001:db8:1:{n:x}::1")).ToList();

        Assert.Equal(
            (SignInDelays.SlotsOfOneNetwork, SignInDelays.SlotsOfOneSite),
            (network.Count(w => !w.IsCompleted), site.Count(w => !w.IsCompleted))
        );
        Assert.False(await network[^1]);
        Assert.False(await site[^1]);
    }

    [Fact]
    public void At_most_a_thousand_sign_ins_wait_and_a_newcomer_displaces_one_of_a_network_with_many()
    {
        for (var n = 0; n < 2 * SignInDelays.Slots; n++)
        {
            _ = Wait($"198.51.{n / 4 / 250}.{n / 4 % 250}");
        }
        Assert.Equal(SignInDelays.Slots, _delays.Waiting);

        var honest = Wait("203.0.113.1");

        Assert.False(honest.IsCompleted);
        Assert.Equal(SignInDelays.Slots, _delays.Waiting);
    }

    private Task<bool> Wait(string address, int seconds = 60) =>
        _delays.WaitAsync(TimeSpan.FromSeconds(seconds), QueueKey.Of(IPAddress.Parse(address)), CancellationToken.None);
}
