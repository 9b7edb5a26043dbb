using Microsoft.Extensions.Configuration;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Circuits;

namespace SecretsDashboard.Web.Tests.Circuits;

public sealed class Origins
{
    [Theory]
    [InlineData("https://secrets.example.org", "https://secrets.example.org")]
    [InlineData("HTTPS://Secrets.Example.ORG", "https://secrets.example.org")]
    [InlineData("https://secrets.example.org:443", "https://secrets.example.org")]
    [InlineData("http://secrets.example.org:80", "http://secrets.example.org")]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("http://[::1]:5080", "http://[0:0:0:0:0:0:0:1]:5080")]
    [InlineData("http://[2001:DB8::A]", "http://[2001:db8::a]:80")]
    [InlineData("https://xn--bcher-kva.example", "https://bücher.example")]
    [InlineData("https://secrets.example.org.", "https://SECRETS.example.org.:443")]
    public void Equivalent_spellings_of_an_origin_are_equal(string one, string other)
    {
        Assert.NotNull(Origin.Parse(one));
        Assert.Equal(Origin.Parse(one), Origin.Parse(other));
    }

    [Theory]
    [InlineData("https://secrets.example.org", "http://secrets.example.org")]
    [InlineData("https://secrets.example.org", "https://secrets.example.org:8443")]
    [InlineData("https://secrets.example.org", "http://secrets.example.org:443")]
    [InlineData("https://secrets.example.org", "https://other.example.org")]
    [InlineData("https://secrets.example.org", "https://example.org")]
    [InlineData("https://secrets.example.org", "https://secrets.example.org.")]
    [InlineData("http://127.0.0.1:5080", "http://localhost:5080")]
    [InlineData("http://127.0.0.1:5080", "http://[::1]:5080")]
    public void Origins_with_a_different_scheme_host_or_port_are_not_equal(string one, string other)
    {
        Assert.NotNull(Origin.Parse(other));
        Assert.NotEqual(Origin.Parse(one), Origin.Parse(other));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("secrets.example.org")]
    [InlineData("https://")]
    [InlineData("https://secrets.example.org/")]
    [InlineData("https://secrets.example.org/path")]
    [InlineData("https://secrets.example.org?")]
    [InlineData("https://secrets.example.org#")]
    [InlineData("https://secrets.example.org\\")]
    [InlineData("https://user@secrets.example.org")]
    [InlineData("https://other.example@secrets.example.org")]
    [InlineData("https://secrets.example.org http://evil.example")]
    [InlineData(" https://secrets.example.org")]
    [InlineData("https://secrets.example.org:port")]
    [InlineData("https://secrets.example.org:99999")]
    [InlineData("wss://secrets.example.org")]
    [InlineData("file:///etc/passwd")]
    [InlineData("chrome-extension://abcdef")]
    public void Text_that_is_not_an_origin_is_not_parsed(string? text) => Assert.Null(Origin.Parse(text));

    [Theory]
    [InlineData("https://secrets.example.org", "https://secrets.example.org")]
    [InlineData("https://secrets.example.org:443", "https://secrets.example.org")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080")]
    public void An_origin_is_written_without_the_default_port(string text, string expected) =>
        Assert.Equal(expected, Origin.Parse(text)!.ToString());

    [Theory]
    [InlineData("https://secrets.example.org/path")]
    [InlineData("secrets.example.org")]
    [InlineData("*")]
    [InlineData("https://*.example.org:port")]
    public void A_public_origin_that_is_not_valid_prevents_the_start(string entry)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create(OwnOrigins.Setting, (string?)entry)])
            .Build();

        var exception = Assert.Throws<StartupException>(() => OwnOrigins.From(configuration));

        Assert.Contains(OwnOrigins.Setting, exception.Message, StringComparison.Ordinal);
        Assert.Contains(entry, exception.Message, StringComparison.Ordinal);
    }
}
