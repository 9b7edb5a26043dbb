using System.Net;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>One password is hashed at a time; who comes next does not depend on who waits in the greatest number.</summary>
public sealed class The_password_queue
{
    private readonly PasswordHashingQueue _queue = new(iterations: 1);

    [Fact]
    public async Task Four_networks_with_eighteen_requests_each_do_not_keep_other_networks_from_being_served()
    {
        using var first = (await _queue.EnterAsync(From("198.51.100.0"), CancellationToken.None))!;
        var attackers = Enumerable.Range(1, 4).SelectMany(n => Enumerable.Repeat($"198.51.100.{n}", 18)).Select(Enter).ToList();
        var honest = Enumerable.Range(1, 25).Select(n => Enter($"203.0.113.{n}")).ToList();

        Assert.Equal(16, attackers.Count(a => !a.IsCompleted));
        Assert.DoesNotContain(honest, h => h.IsCompleted);
        // The list is made before the first turn begins, which may complete one of them at once.
        List<Task<PasswordSlot?>> waiting = [.. attackers.Where(a => !a.IsCompleted), .. honest];
        first.Dispose();
        var served = await ServeAsync(waiting);

        Assert.All(honest, h => Assert.InRange(served.IndexOf(h), 0, 4 + 25));
        Assert.Equal(16 + 25, served.Count);
    }

    [Fact]
    public async Task Networks_take_turns_in_the_password_queue()
    {
        using var first = (await _queue.EnterAsync(From("198.51.100.0"), CancellationToken.None))!;
        List<Task<PasswordSlot?>> waiting =
        [
            Enter("198.51.100.1"),
            Enter("198.51.100.1"),
            Enter("198.51.100.1"),
            Enter("198.51.100.2"),
            Enter("198.51.100.2"),
            Enter("198.51.100.3"),
        ];

        first.Dispose();

        Assert.Equal([0, 3, 5, 1, 4, 2], (await ServeAsync(waiting)).Select(t => waiting.IndexOf(t)));
    }

    [Fact]
    public async Task When_all_slots_are_taken_a_newcomer_displaces_a_request_of_the_network_with_the_most()
    {
        using var first = (await _queue.EnterAsync(From("198.51.100.0"), CancellationToken.None))!;
        var full = Enumerable.Range(1, 16).SelectMany(n => Enumerable.Repeat($"198.51.100.{n}", 4)).Select(Enter).ToList();
        Assert.Equal(PasswordHashingQueue.Slots, _queue.Waiting);

        var honest = Enter("203.0.113.1");

        Assert.Equal(PasswordHashingQueue.Slots, _queue.Waiting);
        Assert.False(honest.IsCompleted);
        Assert.Null(await await Task.WhenAny(full));
    }

    [Fact]
    public async Task When_each_slot_belongs_to_another_network_a_newcomer_is_rejected()
    {
        using var first = (await _queue.EnterAsync(From("198.51.100.0"), CancellationToken.None))!;
        var full = Enumerable.Range(1, PasswordHashingQueue.Slots).Select(n => Enter($"198.51.100.{n}")).ToList();

        Assert.Null(await Enter("203.0.113.1"));
        Assert.DoesNotContain(full, f => f.IsCompleted);
    }

    [Fact]
    public async Task The_networks_of_one_ipv6_site_share_its_slots_and_leave_some_to_each_other()
    {
        using var first = (await _queue.EnterAsync(From("198.51.100.0"), CancellationToken.None))!;
        var site = Enumerable.Range(0, 40).Select(n => Enter($"2001:db8:1:{n % 2:x}::{n:x}")).ToList();
        Assert.Equal(PasswordHashingQueue.SlotsOfOneSite, site.Count(s => !s.IsCompleted));

        Assert.False(Enter("2001:db8:1:ff::1").IsCompleted);
        Assert.False(Enter("2001:db8:2:ff::1").IsCompleted);
        Assert.Equal(PasswordHashingQueue.SlotsOfOneSite + 1, _queue.Waiting);
    }

    [Fact]
    public async Task Known_devices_are_served_first_and_find_a_slot_when_all_others_are_taken()
    {
        using var first = (await _queue.EnterAsync(From("198.51.100.0"), CancellationToken.None))!;
        var full = Enumerable.Range(1, PasswordHashingQueue.Slots).Select(n => Enter($"198.51.100.{n}")).ToList();

        var known = _queue.EnterAsync(QueueKey.OfKnown("device", "member"), CancellationToken.None);
        first.Dispose();

        Assert.NotNull(await known);
        Assert.DoesNotContain(full, f => f.IsCompleted);
    }

    [Fact]
    public async Task A_device_has_at_most_two_slots_and_a_member_four()
    {
        using var first = (await _queue.EnterAsync(From("198.51.100.0"), CancellationToken.None))!;

        var waiting = Enumerable
            .Range(0, 9)
            .Select(n => _queue.EnterAsync(QueueKey.OfKnown($"device {n / 3}", "member"), CancellationToken.None))
            .ToList();

        Assert.Equal(PasswordHashingQueue.SlotsOfOneMember, _queue.Waiting);
        Assert.All([0, 3, 6], n => Assert.False(waiting[n].IsCompleted)); // The first request of each device.
    }

    [Fact]
    public async Task A_request_that_is_cancelled_frees_its_slot()
    {
        using var first = (await _queue.EnterAsync(From("198.51.100.0"), CancellationToken.None))!;
        using var cancel = new CancellationTokenSource();
        var waiting = _queue.EnterAsync(From("198.51.100.1"), cancel.Token);

        await cancel.CancelAsync();

        Assert.Null(await waiting);
        Assert.Equal(0, _queue.Waiting);
        first.Dispose();
        using var next = await Enter("198.51.100.2");
        Assert.NotNull(next);
    }

    private static QueueKey From(string address) => QueueKey.Of(IPAddress.Parse(address));

    private Task<PasswordSlot?> Enter(string address) => _queue.EnterAsync(From(address), CancellationToken.None);

    /// <summary>The waiting requests in the order in which they are served.</summary>
    private static async Task<List<Task<PasswordSlot?>>> ServeAsync(List<Task<PasswordSlot?>> waiting)
    {
        var (served, left) = (new List<Task<PasswordSlot?>>(), waiting.ToList());
        while (left.Count > 0)
        {
            var next = await Task.WhenAny(left);
            left.Remove(next);
            served.Add(next);
            (await next)?.Dispose();
        }
        return served;
    }
}
