using Microsoft.Extensions.Configuration;

namespace SecretsDashboard.Client.Tests;

public sealed class Validation_of_the_options
{
    [Theory]
    [InlineData(null, "sds_a", null, "Address")]
    [InlineData("http://secrets.example.org", "sds_a", null, "Address")]
    [InlineData("ftp://secrets.example.org", "sds_a", null, "Address")]
    [InlineData("https://user:word@secrets.example.org", "sds_a", null, "Address")]
    [InlineData("https://secrets.example.org/?a=b", "sds_a", null, "Address")]
    [InlineData("https://secrets.example.org", null, null, "Credential")]
    [InlineData("https://secrets.example.org", "sds_a", "/run/a", "Credential")]
    [InlineData("https://secrets.example.org", " ", null, "Credential")]
    public void An_invalid_setting_is_rejected_with_its_name_and_without_the_credential(
        string? address,
        string? credential,
        string? file,
        string named
    )
    {
        var e = Assert.Throws<ArgumentException>(() =>
            new ConfigurationBuilder().AddSecretsDashboard(o =>
                (o.Address, o.Credential, o.CredentialFile) = (address is null ? null : new Uri(address), credential, file)
            )
        );

        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sds_a", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://secrets.example.org/behind/a/path")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://[::1]:5080")]
    public void An_address_is_accepted_if_it_uses_https_or_a_loopback_host(string address) =>
        Assert.NotNull(new SecretsDashboardOptions { Address = new Uri(address), Credential = "sds_a" }.Checked());

    [Fact]
    public void A_time_setting_that_is_out_of_range_is_rejected()
    {
        Assert.Throws<ArgumentException>(() =>
            new SecretsDashboardOptions
            {
                Address = new Uri("http://localhost"),
                Credential = "a",
                StartTimeout = TimeSpan.FromSeconds(-1),
            }.Checked()
        );
        Assert.Throws<ArgumentException>(() =>
            new SecretsDashboardOptions
            {
                Address = new Uri("http://localhost"),
                Credential = "a",
                KeepWhenRefused = TimeSpan.MaxValue,
            }.Checked()
        );
    }

    [Theory]
    [InlineData("sds_a\r\nX-Other: header", null)]
    [InlineData("sds_é", null)]
    [InlineData(null, "/no/such/file")]
    public void An_unusable_credential_fails_as_an_unknown_caller_and_is_not_exposed(string? credential, string? file)
    {
        var e = Assert.Throws<SecretsDashboardException>(() =>
            new ConfigurationBuilder()
                .AddSecretsDashboard(o => (o.Address, o.Credential, o.CredentialFile) = (new Uri("http://127.0.0.1:1"), credential, file))
                .Build()
        );

        Assert.Equal(SecretsDashboardFailure.UnknownCaller, e.Failure);
        Assert.DoesNotContain("sds_", e.ToString(), StringComparison.Ordinal);
    }
}
