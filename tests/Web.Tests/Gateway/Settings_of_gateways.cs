using Microsoft.Extensions.Configuration;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Gateway;

namespace SecretsDashboard.Web.Tests.Gateway;

public sealed class Settings_of_gateways
{
    [Fact]
    public void The_settings_define_the_providers_and_how_their_keys_are_sent()
    {
        var options = Read(
            ("Providers:plain:Address", "https://api.example.com/v1"),
            ("Providers:own:Address", "http://10.0.0.1/"),
            ("Providers:own:AllowPrivateAddresses", "true"),
            ("Providers:own:Header", "x-api-key"),
            ("Providers:both:Address", "https://api.example.com/"),
            ("Providers:both:Header", "x-auth"),
            ("Providers:both:Scheme", "Key"),
            ("IdleSeconds", "5"),
            ("requestsatonce", "7")
        );

        Assert.Equal(["both", "own", "plain"], options.Providers.Keys);
        Assert.Equal(
            new Provider("plain", new Uri("https://api.example.com/v1/"), "Authorization", "Bearer", AllowsPrivate: false),
            options.Providers["plain"]
        );
        Assert.Equal(("x-api-key", "", true), options.Providers["own"] is var own ? (own.Header, own.Scheme, own.AllowsPrivate) : default);
        Assert.Equal("Key k", options.Providers["both"].Present("k"));
        Assert.Equal(
            (5, 3_600, 32 * 1024 * 1024, 7),
            (options.Idle.TotalSeconds, options.MaxDuration.TotalSeconds, options.MaxBodyBytes, options.MaxConcurrentRequests)
        );
    }

    [Fact]
    public void Gateway_settings_accept_their_largest_allowed_values()
    {
        var options = Read(
            ("IdleSeconds", "86400"),
            ("LongestSeconds", "86400"),
            ("LargestBodyBytes", "1073741824"),
            ("RequestsAtOnce", "100000")
        );

        Assert.Equal(
            (1, 1, 1_073_741_824, 100_000),
            (options.Idle.TotalDays, options.MaxDuration.TotalDays, options.MaxBodyBytes, options.MaxConcurrentRequests)
        );
        using var clock = new CancellationTokenSource(options.MaxDuration);
    }

    [Fact]
    public void Without_settings_there_are_no_providers() =>
        Assert.Empty(GatewaySettings.From(new ConfigurationBuilder().Build()).Providers);

    [Fact]
    public void The_vault_and_the_gateway_use_the_same_provider_settings()
    {
        using var host = WebHost.With(
            ("Gateway:Providers:mine:Address", "https://api.example.com/"),
            ("Workloads:Issuers:1:Issuer", " https://issuer.example ")
        );
        var vault = (VaultOptions)host.Services.GetService(typeof(VaultOptions))!;

        Assert.Contains("mine", vault.Limits.Providers);
        Assert.Equal(((GatewayOptions)host.Services.GetService(typeof(GatewayOptions))!).Providers.Keys, vault.Limits.Providers);
        Assert.Equal([WebTemplate.Issuer, "https://issuer.example"], vault.Issuers);
    }

    [Theory]
    [InlineData("Providers:p:Header", "x-key", "Address must be an https address")]
    [InlineData("Providers:p", "https://api.example.com/", "Address must be an https address")]
    [InlineData("Providers:p:Address", "http://api.example.com/", "Address is plain http")]
    [InlineData("Providers:p:Address", "https://user:secret@api.example.com/", "Address must be an https address")]
    [InlineData("Providers:p:Address", "https://api.example.com/?key=1", "Address must be an https address")]
    [InlineData("Providers:p:Address", "/relative", "Address must be an https address")]
    [InlineData("Providers:p:Address", "ftp://api.example.com/", "Address must be an https address")]
    [InlineData("Providers:P_P:Address", "https://api.example.com/", "A provider's name has 1 to 64 characters")]
    [InlineData("Providers:p:Header", "x key", "Header must be the name of a header")]
    [InlineData("Providers:p:Header", "Content-Type", "Header must be the name of a header")]
    [InlineData("Providers:p:Header", "host", "Header must be the name of a header")]
    [InlineData("Providers:p:Scheme", "Bearer of", "Scheme must be one word")]
    [InlineData("Providers:p:AllowPrivateAddresses", "1", "AllowPrivateAddresses must be true or false")]
    [InlineData(
        "Providers:p:Url",
        "https://api.example.com/",
        "Url is unknown. A provider has Address, Header, Scheme, AllowPrivateAddresses."
    )]
    [InlineData("IdleSeconds", "0", "IdleSeconds must be a whole number from 1 to 86,400.")]
    [InlineData("IdleSeconds", "86401", "IdleSeconds must be a whole number from 1 to 86,400.")]
    [InlineData("LongestSeconds", "-1", "LongestSeconds must be a whole number from 1 to 86,400.")]
    [InlineData("LongestSeconds", "86401", "LongestSeconds must be a whole number from 1 to 86,400.")]
    [InlineData("LongestSeconds", "4294968", "LongestSeconds must be a whole number from 1 to 86,400.")]
    [InlineData("LargestBodyBytes", "1073741825", "LargestBodyBytes must be a whole number from 1 to 1,073,741,824.")]
    [InlineData("LargestBodyBytes", "99999999999", "LargestBodyBytes must be a whole number from 1 to 1,073,741,824.")]
    [InlineData("RequestsAtOnce", "many", "RequestsAtOnce must be a whole number from 1 to 100,000.")]
    [InlineData("RequestsAtOnce", "100001", "RequestsAtOnce must be a whole number from 1 to 100,000.")]
    [InlineData("AllowPrivateAddresses", "perhaps", "AllowPrivateAddresses must be true or false")]
    [InlineData(
        "Timeout",
        "5",
        "Timeout is unknown. A gateway has Providers, AllowPrivateAddresses, IdleSeconds, LongestSeconds, LargestBodyBytes, RequestsAtOnce."
    )]
    public void A_gateway_setting_that_is_not_valid_prevents_the_start_and_is_named(string name, string value, string because)
    {
        var message = Assert.Throws<StartupException>(() => Read((name, value))).Message;

        Assert.Contains(
            $"{(name.StartsWith("Providers:", StringComparison.Ordinal) ? $"Gateway:Providers:{name.Split(':')[1]}" : "Gateway")}: "
                + $"{because}",
            message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_invalid_gateway_settings_are_reported_at_once()
    {
        var refusal = Assert.Throws<StartupException>(() =>
            Read(
                ("IdleSeconds", "soon"),
                ("Timeout", "5"),
                ("Providers:a:Address", "nowhere"),
                ("Providers:a:Key", "k"),
                ("Providers:b_b:Address", "http://b.example"),
                ("Providers:c:Address", "https://c.example")
            )
        );

        Assert.Equal(
            ["Gateway", "Gateway", "Gateway:Providers:a", "Gateway:Providers:a", "Gateway:Providers:b_b", "Gateway:Providers:b_b"],
            refusal
                .Message.Split(Environment.NewLine)
                .Select(line => line[..line.IndexOf(": ", StringComparison.Ordinal)])
                .Order(StringComparer.Ordinal)
        );
    }

    private static GatewayOptions Read(params (string Name, string Value)[] settings) =>
        GatewaySettings.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Gateway:{s.Name}", (string?)s.Value)))
                .Build()
        );
}
