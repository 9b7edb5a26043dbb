using Microsoft.Extensions.Configuration;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Tests.Workloads;

public sealed class Configured_issuers : IDisposable
{
    private readonly SigningKey _key = SigningKey.Rsa("key");
    private readonly string _folder = Directory.CreateTempSubdirectory("issuers-").FullName;

    [Theory]
    [InlineData(null, null, "https://issuer.example/.well-known/openid-configuration")]
    [InlineData("Authority", "https://elsewhere.example/realm/", "https://elsewhere.example/realm/.well-known/openid-configuration")]
    [InlineData("Authority", "http://127.0.0.1:9000", "http://127.0.0.1:9000/.well-known/openid-configuration")]
    [InlineData("authority", "https://elsewhere.example", "https://elsewhere.example/.well-known/openid-configuration")]
    [InlineData("MetadataAddress", "https://elsewhere.example/meta?tenant=1", "https://elsewhere.example/meta?tenant=1")]
    public void An_issuer_is_discovered_at_the_configured_address(string? name, string? value, string metadata)
    {
        var issuer = Assert.Single(Read(("issuer", "https://issuer.example"), (name ?? "Authority", value)));

        Assert.Equal(("https://issuer.example", metadata), (issuer.Issuer, issuer.Metadata));
        Assert.Empty(issuer.Keys);
    }

    [Fact]
    public async Task An_issuers_keys_can_come_from_a_file_or_a_setting()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "jwks.json"), SigningKey.Set(_key));

        foreach (
            var (name, value) in new[]
            {
                ("JwksFile", "jwks.json"),
                ("JwksFile", Path.Combine(_folder, "jwks.json")),
                ("Jwks", SigningKey.Set(_key)),
            }
        )
        {
            var issuer = Assert.Single(Read(("Issuer", "kubernetes"), (name, value)));
            Assert.Equal((null, "key"), (issuer.Metadata, Assert.Single(issuer.Keys).KeyId));
        }
    }

    [Fact]
    public void Without_settings_there_are_no_issuers() => Assert.Empty(IssuerSettings.From(new ConfigurationBuilder().Build(), _folder));

    [Theory]
    [InlineData("Authority", "http://elsewhere.example", "Authority must be an https address")]
    [InlineData("Authority", "elsewhere", "Authority must be an https address")]
    [InlineData("MetadataAddress", "ftp://127.0.0.1/", "MetadataAddress must be an https address")]
    [InlineData("JwksFile", "missing.json", "JwksFile missing.json can't be read")]
    [InlineData("Jwks", "no json", "Jwks is not a JSON Web Key Set")]
    [InlineData("Jwks", "{}", "Jwks has no usable key")]
    [InlineData("Jwks", """{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""", "Jwks has no usable key")]
    [InlineData("Audience", "here", "Audience is unknown")]
    [InlineData("Issuer", " ", "Issuer must be the claim iss")]
    public void An_issuer_setting_that_is_not_valid_prevents_the_start_and_is_named(string name, string value, string because) =>
        Assert.Contains(
            $"Workloads:Issuers:0: {because}",
            Assert.Throws<StartupException>(() => Read(("Issuer", "https://issuer.example"), (name, value))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void All_invalid_issuer_settings_are_reported_at_once()
    {
        var refusal = Assert.Throws<StartupException>(() =>
            IssuerSettings.From(
                Settings(
                    ("Workloads:Issuers:0:Issuer", "plain"),
                    ("Workloads:Issuers:1:Issuer", "https://twice.example"),
                    ("Workloads:Issuers:1:Jwks", "{}"),
                    ("Workloads:Issuers:1:Authority", "https://x.example"),
                    ("Workloads:Issuers:2:Issuer", "https://twice.example")
                ),
                _folder
            )
        );

        Assert.Equal(3, refusal.Message.Split(Environment.NewLine).Length);
        Assert.Contains(
            "Workloads:Issuers:0: Issuer must be an https address, or http on this machine, or one of Authority, MetadataAddress, "
                + "JwksFile, Jwks must say where the keys are.",
            refusal.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("Workloads:Issuers:1: Authority and Jwks are set.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("https://twice.example is configured 2 times", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private IReadOnlyList<IssuerSetting> Read(params (string Name, string? Value)[] settings) =>
        IssuerSettings.From(Settings([.. settings.Select(s => ($"Workloads:Issuers:0:{s.Name}", s.Value))]), _folder);

    private static IConfiguration Settings(params (string Name, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.GroupBy(s => s.Item1).Select(g => KeyValuePair.Create(g.Key, g.Last().Item2)))
            .Build();
}
