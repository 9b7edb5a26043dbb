using SecretsDashboard.Web.Gateway;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>How gateways share the slots of requests on their way to providers.</summary>
public sealed class Request_slots
{
    public static TheoryData<int, int, bool> BusyGateways =>
        new(
            from crowd in new[]
            {
                (1_024, 1),
                (1_024, 2),
                (1_024, 7),
                (1_024, 50),
                (1_024, 200),
                (64, 1),
                (64, 2),
                (64, 7),
                (64, 12),
                (16, 2),
                (5, 1),
            }
            from inTurn in new[] { false, true }
            select (crowd.Item1, crowd.Item2, inTurn)
        );

    [Theory]
    [MemberData(nameof(BusyGateways))]
    public void A_slot_remains_for_another_provider_however_many_gateways_are_busy(int most, int gateways, bool inTurn)
    {
        var slots = new ConcurrencySlots(most);

        var hanging = Fill(slots, "hangs", gateways, inTurn);
        var going = Fill(slots, "goes", gateways, inTurn);

        Assert.All(hanging.Concat(going), held => Assert.InRange(held, 1, (most + 3) / 4));
        Assert.InRange(hanging.Sum(), 1, most * 3 / 4);
        Assert.InRange(hanging.Sum() + going.Sum(), 2, most);
        Assert.NotNull(slots.Acquire(new ServiceId("gateway-0"), "a third"));
    }

    [Theory]
    [InlineData(1_024, 1, 256, 256)]
    [InlineData(1_024, 2, 147, 146)]
    [InlineData(64, 1, 16, 16)]
    [InlineData(64, 7, 3, 3)]
    public void Gateways_that_ask_in_turn_get_equal_numbers_of_slots(int most, int gateways, int first, int last)
    {
        var shares = Fill(new ConcurrencySlots(most), "provider", gateways, inTurn: true);

        Assert.Equal((first, last), (shares[0], shares[^1]));
        Assert.InRange(shares.Max() - shares.Min(), 0, 1);
    }

    [Theory]
    [InlineData(1_024, 768)]
    [InlineData(64, 48)]
    [InlineData(4, 3)]
    [InlineData(3, 2)]
    [InlineData(2, 1)]
    public void Gateways_with_one_slot_each_can_take_three_quarters_of_the_slots_at_one_provider(int most, int served)
    {
        var slots = new ConcurrencySlots(most);

        Assert.Equal(served, Fill(slots, "provider", most * 2, inTurn: true).Sum());
        Assert.NotNull(slots.Acquire(new ServiceId("gateway-0"), "elsewhere"));
    }

    [Fact]
    public void A_released_slot_can_be_taken_again()
    {
        var (slots, gateway) = (new ConcurrencySlots(1), new ServiceId("gateway"));

        using (slots.Acquire(gateway, "provider"))
        {
            Assert.Null(slots.Acquire(gateway, "provider"));
            Assert.Null(slots.Acquire(new ServiceId("another"), "elsewhere"));
        }

        Assert.NotNull(slots.Acquire(gateway, "provider"));
    }

    /// <returns>How many slots each gateway got.</returns>
    private static int[] Fill(ConcurrencySlots slots, string provider, int gateways, bool inTurn)
    {
        var held = new int[gateways];
        bool GetsOne(int gateway)
        {
            var one = slots.Acquire(new ServiceId($"gateway-{gateway}"), provider) is not null;
            held[gateway] += one ? 1 : 0;
            return one;
        }
        if (inTurn)
        {
            while (Enumerable.Range(0, gateways).Count(GetsOne) > 0) { }
        }
        else
        {
            foreach (var gateway in Enumerable.Range(0, gateways))
            {
                while (GetsOne(gateway)) { }
            }
        }
        return held;
    }
}
