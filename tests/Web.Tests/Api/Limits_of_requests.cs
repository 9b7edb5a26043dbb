using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Limits_of_requests
{
    [Fact]
    public void The_default_request_limits_are_high_but_finite()
    {
        var limits = Read();

        Assert.InRange(limits.PerToken / 60, 500, 2_000);
        Assert.True(limits.PerAddress >= limits.PerToken);
        Assert.InRange(limits.Refused, 60, 6_000);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("99999999999")]
    public void A_request_limit_that_is_not_valid_prevents_the_start_and_is_named(string value)
    {
        foreach (
            var name in new[]
            {
                "Limits:RequestsPerMinutePerToken",
                "Limits:RequestsPerMinutePerAddress",
                "Limits:RefusalsPerMinutePerAddress",
            }
        )
        {
            var refusal = Assert.Throws<StartupException>(() => Read((name, value)));

            Assert.StartsWith($"{name} is '{value}'", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_request_limit_of_zero_means_no_limit()
    {
        using var limiter = new KeyedRateLimiter<int>(Read(("Limits:RequestsPerMinutePerToken", "0")).PerToken);

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Null(limiter.Take(1)));
        Assert.Equal(0, limiter.Counted);
    }

    [Fact]
    public void Each_caller_is_counted_separately()
    {
        using var limiter = new KeyedRateLimiter<int>(2);

        Assert.Equal([true, true, false], [limiter.Take(1) is null, limiter.Take(1) is null, limiter.Take(1) is null]);
        Assert.Null(limiter.Take(2));
    }

    [Fact]
    public void The_rate_limiter_needs_limited_memory_however_many_callers_ask()
    {
        using var limiter = new KeyedRateLimiter<int>(1);

        for (var asker = 0; asker < 3 * KeyedRateLimiter<int>.MaxKeys; asker++)
        {
            Assert.Null(limiter.Take(asker));
            Assert.InRange(limiter.Counted, 1, KeyedRateLimiter<int>.MaxKeys);
        }
    }

    [Fact]
    public void After_20_000_counted_addresses_the_next_request_restarts_all_counts()
    {
        using var limiter = new KeyedRateLimiter<IPAddress>(1);
        var addresses = Enumerable.Range(0, 20_000).Select(n => new IPAddress(n)).ToList();
        Assert.All(addresses[..^1], address => Assert.Null(limiter.Take(address)));
        Assert.NotNull(limiter.Take(addresses[0]));
        Assert.Null(limiter.Take(addresses[^1]));
        Assert.Equal(20_000, limiter.Counted);

        Assert.Null(limiter.Take(addresses[0]));

        Assert.Equal(1, limiter.Counted);
    }

    [Fact]
    public void A_request_limit_holds_under_concurrent_requests()
    {
        using var limiter = new KeyedRateLimiter<int>(100);
        var taken = 0;

        Parallel.For(0, 10_000, _ => Interlocked.Add(ref taken, limiter.Take(1) is null ? 1 : 0));

        Assert.Equal(100, taken);
    }

    [Fact]
    public void An_authenticated_token_is_remembered_for_one_minute_at_its_address()
    {
        var time = new FakeTimeProvider();
        var known = new AuthenticatedTokenCache(time);
        var here = IPAddress.Parse("192.0.2.1");
        known.Add("one", here);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal((true, false), (known.Contains("one", here), known.Contains("two", here)));
        Assert.Equal((false, false), (known.Contains("one", IPAddress.Parse("192.0.2.2")), known.Contains("one", null)));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(known.Contains("one", here));
        known.Add("two", here);
        Assert.Equal((false, true), (known.Contains("one", here), known.Contains("two", here)));
    }

    [Fact]
    public void Refusals_are_logged_once_a_minute_with_their_number()
    {
        var time = new FakeTimeProvider();
        var rejected = new MinuteCounter(time);

        Assert.Equal(1, rejected.CountEvent());
        Assert.Null(rejected.CountEvent());
        Assert.Null(rejected.CountEvent());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, rejected.CountEvent());
    }

    private static ApiLimits Read(params (string Key, string Value)[] settings) =>
        ApiLimits.From(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build()
        );
}
