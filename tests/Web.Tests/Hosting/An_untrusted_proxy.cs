using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Web.Hosting;

namespace SecretsDashboard.Web.Tests.Hosting;

public sealed class An_untrusted_proxy
{
    private static readonly IPAddress Proxy = IPAddress.Parse("10.0.0.5");

    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLog _log = new();

    [Fact]
    public void An_untrusted_proxy_is_reported_once_most_requests_come_through_it_and_logged_once_an_hour()
    {
        var watch = Watch("");
        Send(watch, 19, Proxy, forwarded: true);
        Assert.Null(watch.Proxy);

        Send(watch, 30, Proxy, forwarded: true);

        Assert.Equal(Proxy, watch.Proxy);
        var line = Assert.Single(_log.Lines);
        Assert.Contains("Most requests carry X-Forwarded-For from 10.0.0.5", line, StringComparison.Ordinal);
        Assert.Contains("Proxy:Trusted", line, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromHours(1));
        Send(watch, 30, Proxy, forwarded: true);
        Assert.Equal(2, _log.Lines.Count);
    }

    [Fact]
    public void An_untrusted_proxy_is_forgotten_ten_minutes_after_its_last_request()
    {
        var watch = Watch("");
        Send(watch, 30, Proxy, forwarded: true);

        _clock.Advance(TimeSpan.FromMinutes(10));
        Send(watch, 30, IPAddress.Loopback, forwarded: false);

        Assert.Null(watch.Proxy);
    }

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("10.0.0.0/8")]
    public void A_trusted_proxy_is_not_reported_as_untrusted(string trusted)
    {
        var watch = Watch(trusted);
        Send(watch, 30, Proxy, forwarded: true);
        Send(watch, 30, Proxy.MapToIPv6(), forwarded: true);

        Assert.Null(watch.Proxy);
        Assert.Empty(_log.Lines);
    }

    [Theory]
    [InlineData("10.0.0.5", false)]
    [InlineData(null, true)]
    public void No_proxy_is_reported_without_the_header_or_without_an_address(string? from, bool forwarded)
    {
        var watch = Watch("");
        Send(watch, 30, from is null ? null : IPAddress.Parse(from), forwarded);

        Assert.Null(watch.Proxy);
    }

    [Fact]
    public void No_proxy_is_reported_when_only_a_few_requests_carry_the_header()
    {
        var watch = Watch("");
        for (var i = 0; i < 50; i++)
        {
            Send(watch, 1, IPAddress.Parse("192.0.2.1"), forwarded: false);
            Send(watch, 1, Proxy, forwarded: i % 2 == 0);
        }

        Assert.Null(watch.Proxy);
    }

    [Fact]
    public async Task An_untrusted_proxy_is_noticed_whatever_address_is_requested()
    {
        await using var host = WebHost.With(time: null, _log);
        using var client = host.Visit();
        foreach (var path in Enumerable.Repeat("/app.css", 15).Concat(Enumerable.Repeat("/client/v4/accounts", 15)))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path)
            {
                Headers = { { WebHost.FromHeader, "10.0.0.5" }, { "X-Forwarded-For", "203.0.113.1" } },
            };
            (await client.Client.SendAsync(request)).Dispose();
        }

        Assert.Equal(Proxy, host.Services.GetRequiredService<UntrustedForwarding>().Proxy);
        Assert.Single(_log.Lines, l => l.Contains("Most requests carry X-Forwarded-For", StringComparison.Ordinal));
    }

    private UntrustedForwarding Watch(string trusted)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Proxy:Trusted", (string?)trusted)]).Build();
        return new UntrustedForwarding(
            settings,
            _clock,
            LoggerFactory.Create(l => l.AddProvider(_log)).CreateLogger<UntrustedForwarding>()
        );
    }

    private static void Send(UntrustedForwarding watch, int count, IPAddress? from, bool forwarded)
    {
        for (var i = 0; i < count; i++)
        {
            var context = new DefaultHttpContext { Connection = { RemoteIpAddress = from } };
            if (forwarded)
            {
                context.Request.Headers["X-Forwarded-For"] = "203.0.113.1";
            }
            watch.Count(context);
        }
    }
}
