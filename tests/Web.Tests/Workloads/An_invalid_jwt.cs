using System.Text;
using SecretsDashboard.Web.Tests.Runtime;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Tests.Workloads;

/// <summary>Invalid by signature, header or format: each JWT differs from a valid one in one
/// detail, and is refused like an unknown credential (401, one row, no reason).</summary>
public sealed class An_invalid_jwt(WorkloadWebHost cluster) : IClassFixture<WorkloadWebHost>
{
    private Jwt Good => cluster.Jwt with { Subject = WorkloadWebHost.ValidSubject };

    [Fact]
    public async Task A_JWT_signed_by_another_key_of_the_same_name_is_refused()
    {
        using var forger = SigningKey.Rsa(cluster.Issuer.Key.Kid);

        await cluster.AssertRefusedAsync(Good.By(cluster.Issuer.Address, forger));
    }

    [Fact]
    public async Task A_JWT_that_was_changed_after_signing_is_refused()
    {
        var (good, other) = (cluster.Issuer.Sign(Good).Split('.'), cluster.Issuer.Sign(Good with { Subject = "other" }).Split('.'));

        await cluster.AssertRefusedAsync($"{good[0]}.{good[1]}.{other[2]}");
        await cluster.AssertRefusedAsync($"{other[0]}.{good[1]}.{other[2]}");
        await cluster.AssertRefusedAsync($"{good[0]}.{good[1]}.{good[2][..^4]}AAAA");
        await cluster.AssertRefusedAsync($"{good[0]}.{good[1]}.");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_unsigned_JWT_is_refused(string? algorithm)
    {
        var unsigned = Good with { Header = new() { ["alg"] = algorithm } };

        await cluster.AssertRefusedAsync(cluster.Issuer.Sign(unsigned));
        await cluster.AssertRefusedAsync(string.Join('.', cluster.Issuer.Sign(unsigned).Split('.')[..2]) + ".");
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    public async Task A_JWT_signed_with_a_public_key_as_a_shared_secret_is_refused(string algorithm)
    {
        foreach (
            var secret in new[]
            {
                cluster.Issuer.Key.Pem,
                cluster.Issuer.Key.Pem + "\n",
                cluster.Issuer.Key.Jwk,
                SigningKey.Set(cluster.Issuer.Key),
            }
        )
        {
            await cluster.AssertRefusedAsync(
                (Good with { Algorithm = algorithm }).By(cluster.Issuer.Address, cluster.Issuer.Key, Encoding.UTF8.GetBytes(secret))
            );
        }
    }

    [Fact]
    public async Task A_JWT_with_another_algorithm_than_its_key_is_refused()
    {
        await cluster.AssertRefusedAsync(
            (Good with { Header = new() { ["alg"] = "ES256" } }).By(cluster.Issuer.Address, cluster.Issuer.Key)
        );
        await cluster.AssertRefusedAsync((Good with { Header = new() { ["alg"] = "RS256" } }).By(cluster.Issuer.Address, cluster.FileKey));
    }

    [Fact]
    public async Task A_JWT_that_names_a_key_of_another_issuer_is_refused()
    {
        await cluster.AssertRefusedAsync(Good.By(cluster.Issuer.Address, cluster.SettingKey));
        await cluster.AssertRefusedAsync((Good with { Issuer = WorkloadWebHost.OfFile }).By("", cluster.SettingKey));
        await cluster.AssertRefusedAsync((Good with { Kid = cluster.Issuer.Key.Kid }).By(cluster.Issuer.Address, cluster.SettingKey));
    }

    [Theory]
    [InlineData("jku", "http://127.0.0.1:1/jwks")]
    [InlineData("x5u", "http://127.0.0.1:1/cert")]
    [InlineData("jwk", null)]
    [InlineData("x5c", "MIIB")]
    public async Task A_JWT_that_brings_its_own_key_is_refused(string header, string? where)
    {
        using var own = SigningKey.Rsa("own");

        await cluster.AssertRefusedAsync(
            (Good with { Header = new() { [header] = where ?? (object)System.Text.Json.JsonDocument.Parse(own.Jwk).RootElement } }).By(
                cluster.Issuer.Address,
                own
            )
        );
    }

    [Theory]
    [InlineData("crit", new[] { "exp" })]
    [InlineData("crit", new[] { "http://example.org/understand-me" })]
    [InlineData("typ", "JWE")]
    [InlineData("typ", "logout+jwt")]
    [InlineData("typ", "id_token")]
    public async Task A_JWT_with_unsupported_header_requirements_is_refused(string header, object value) =>
        await cluster.AssertRefusedAsync(cluster.Issuer.Sign(Good with { Header = new() { [header] = value } }));

    [Fact]
    public async Task A_JWT_that_is_too_long_is_refused()
    {
        var reader = await cluster.ValidReaderAsync();
        string Padded(int length) => cluster.Issuer.Sign(Good with { Claims = new() { ["pad"] = new string('x', length) } });
        var (fits, tooLong) = (Padded(5_000), Padded(6_000));
        Assert.True(fits.Length < WorkloadTokens.MaxLength && tooLong.Length > WorkloadTokens.MaxLength);

        Assert.Equal(200, (await reader.GetWithAsync(fits)).Status);
        await cluster.AssertRefusedAsync(tooLong);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.")]
    [InlineData("e30.e30.e30")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.bm8ganNvbg.AAAA")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.W10.AAAA")]
    [InlineData("eyJhbGciOnt9fQ.e30.AAAA")]
    public async Task A_text_that_is_not_a_JWT_is_refused(string text) => await cluster.AssertRefusedAsync(text);

    [Fact]
    public async Task A_refused_JWT_uses_up_the_limit_of_its_address_and_a_valid_one_does_not()
    {
        await using var issuer = await LocalIssuer.StartAsync();
        await using var api = new Api.ApiWebHost(
            ("Limits:RefusalsPerMinutePerAddress", "3"),
            ("Workloads:Issuers:0:Issuer", issuer.Address)
        )
        {
            UsesKestrel = true,
        };
        await api.InitializeAsync();
        var reader = await Reader.MakeAsync(api);
        await api.DoAsync(
            new Vault.Workloads.MapWorkloadIdentity(reader.Service, new(issuer.Address, WorkloadWebHost.ValidSubject, Jwt.Here))
        );
        var (good, bad) = (
            issuer.Sign(new Jwt(DateTimeOffset.UtcNow) { Subject = WorkloadWebHost.ValidSubject }),
            issuer.Sign(new Jwt(DateTimeOffset.UtcNow) { Subject = "unknown" })
        );

        var refused = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await reader.GetWithAsync(good)).Status);
            refused.Add((await reader.GetWithAsync(bad)).Status);
        }

        Assert.Equal([401, 401, 401, 429, 429], refused);
        Assert.Equal(200, (await reader.GetWithAsync(good)).Status);
    }
}
