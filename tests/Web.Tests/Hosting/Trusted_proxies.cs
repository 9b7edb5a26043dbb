using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Hosting;

namespace SecretsDashboard.Web.Tests.Hosting;

public sealed class Trusted_proxies
{
    [Fact]
    public void No_proxy_is_trusted_by_default()
    {
        var options = Read();

        Assert.Equal(ForwardedHeaders.None, options.ForwardedHeaders);
        Assert.Empty(options.KnownIPNetworks);
        Assert.Empty(options.KnownProxies);
    }

    [Fact]
    public void The_frameworks_own_switch_cannot_make_every_proxy_trusted()
    {
        var options = Read(services => services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.All));

        Assert.Equal(ForwardedHeaders.None, options.ForwardedHeaders);
    }

    [Fact]
    public void Only_the_configured_addresses_and_ranges_are_trusted()
    {
        var options = Read(null, "10.1.0.0/16", "192.0.2.7");

        Assert.Equal(
            ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            options.ForwardedHeaders
        );
        Assert.Contains(options.KnownIPNetworks, n => n.Contains(IPAddress.Parse("10.1.2.3")));
        Assert.Contains(options.KnownIPNetworks, n => n.Contains(IPAddress.Parse("192.0.2.7")));
        Assert.DoesNotContain(options.KnownIPNetworks, n => n.Contains(IPAddress.Parse("192.0.2.8")) || n.Contains(IPAddress.Loopback));
    }

    [Fact]
    public void A_name_instead_of_an_address_prevents_the_start()
    {
        var refusal = Assert.Throws<StartupException>(() => Read(null, "proxy.example.org"));

        Assert.Contains("proxy.example.org", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.7", "https://secrets.example.org/login")]
    [InlineData("192.0.2.8", "http://127.0.0.1/login")]
    public async Task Only_a_trusted_proxy_decides_the_scheme_and_host_of_a_redirect(string from, string signIn)
    {
        await using var host = WebHost.With((TrustedProxies.Setting, "192.0.2.7"), ("AllowedHosts", "secrets.example.org"));
        using var client = host.Visit();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/secrets");
        request.Headers.Add(WebHost.FromHeader, from);
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "secrets.example.org");

        var answer = await client.Client.SendAsync(request);

        Assert.Equal(signIn, answer.Headers.Location!.GetLeftPart(UriPartial.Path));
    }

    private static ForwardedHeadersOptions Read(Action<IServiceCollection>? before = null, params string[] trusted)
    {
        var settings = trusted.Select((address, i) => KeyValuePair.Create($"{TrustedProxies.Setting}:{i}", (string?)address));
        var services = new ServiceCollection();
        before?.Invoke(services);
        services.AddTrustedProxies(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return services.BuildServiceProvider().GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
    }
}
