using Microsoft.Extensions.Configuration;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Hosting;

namespace SecretsDashboard.Web.Tests.Hosting;

public sealed class Plain_http
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("https://0.0.0.0:5443")]
    [InlineData("https://*:5443;http://localhost:5080")]
    public void Plain_http_is_allowed_on_loopback_and_https_everywhere(string urls) =>
        PlainHttp.RefuseOutsideLoopback(With(("urls", urls)));

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("HTTP://10.0.0.7:5080")]
    [InlineData("http://vault.example.org")]
    [InlineData("http://localhost.example.org:5080")]
    [InlineData("https://*:5443; http://*:5080")]
    public void Plain_http_outside_loopback_prevents_the_start_and_the_message_names_the_setting(string urls)
    {
        var refusal = Assert.Throws<StartupException>(() => PlainHttp.RefuseOutsideLoopback(With(("urls", urls))));

        Assert.Contains("Http:AllowPlain=true", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_http_is_also_detected_in_port_and_endpoint_settings()
    {
        Assert.Throws<StartupException>(() => PlainHttp.RefuseOutsideLoopback(With(("http_ports", "8080"))));
        Assert.Throws<StartupException>(() => PlainHttp.RefuseOutsideLoopback(With(("Kestrel:Endpoints:Web:Url", "http://*:80"))));
    }

    [Fact]
    public void Port_settings_are_ignored_where_an_address_is_given() =>
        PlainHttp.RefuseOutsideLoopback(With(("urls", "http://127.0.0.1:5080"), ("http_ports", "8080")));

    [Fact]
    public void Plain_http_is_allowed_everywhere_when_the_setting_says_so() =>
        PlainHttp.RefuseOutsideLoopback(With(("urls", "http://0.0.0.0:5080"), (PlainHttp.Permission, "true")));

    private static IConfiguration With(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
}
