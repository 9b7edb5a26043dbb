using System.Text;
using SecretsDashboard.Web.Tests.Runtime;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Tests.Workloads;

/// <summary>Each of them differs from a good one in one thing, and is refused like a credential that nobody knows: 401, one row, nothing said.</summary>
public sealed class A_jwt_that_does_not_count(Cluster cluster) : IClassFixture<Cluster>
{
    private const string Subject = "honest";

    private static Reader? _reader;

    private Jwt Good => cluster.Jwt with { Subject = Subject };

    [Fact]
    public async Task Was_signed_by_another_key_of_the_same_name()
    {
        using var forger = SigningKey.Rsa(cluster.Issuer.Key.Kid);

        await AssertRefusedAsync(Good.By(cluster.Issuer.Address, forger));
    }

    [Fact]
    public async Task Was_changed_after_it_was_signed()
    {
        var (good, other) = (cluster.Issuer.Sign(Good).Split('.'), cluster.Issuer.Sign(Good with { Subject = "somebody" }).Split('.'));

        await AssertRefusedAsync($"{good[0]}.{good[1]}.{other[2]}");
        await AssertRefusedAsync($"{other[0]}.{good[1]}.{other[2]}");
        await AssertRefusedAsync($"{good[0]}.{good[1]}.{good[2][..^4]}AAAA");
        await AssertRefusedAsync($"{good[0]}.{good[1]}.");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Is_signed_by_nobody(string? algorithm)
    {
        var unsigned = Good with { Header = new() { ["alg"] = algorithm } };

        await AssertRefusedAsync(cluster.Issuer.Sign(unsigned));
        await AssertRefusedAsync(string.Join('.', cluster.Issuer.Sign(unsigned).Split('.')[..2]) + ".");
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    public async Task Is_signed_with_a_public_key_as_if_it_were_a_shared_secret(string algorithm)
    {
        foreach (var secret in new[] { cluster.Issuer.Key.Pem, cluster.Issuer.Key.Pem + "\n", cluster.Issuer.Key.Jwk, SigningKey.Set(cluster.Issuer.Key) })
        {
            await AssertRefusedAsync((Good with { Algorithm = algorithm }).By(cluster.Issuer.Address, cluster.Issuer.Key, Encoding.UTF8.GetBytes(secret)));
        }
    }

    [Fact]
    public async Task Says_another_algorithm_than_its_key_has()
    {
        await AssertRefusedAsync((Good with { Header = new() { ["alg"] = "ES256" } }).By(cluster.Issuer.Address, cluster.Issuer.Key));
        await AssertRefusedAsync((Good with { Header = new() { ["alg"] = "RS256" } }).By(cluster.Issuer.Address, cluster.FileKey));
    }

    [Fact]
    public async Task Names_a_key_of_another_issuer()
    {
        await AssertRefusedAsync(Good.By(cluster.Issuer.Address, cluster.SettingKey));
        await AssertRefusedAsync((Good with { Issuer = Cluster.OfFile }).By("", cluster.SettingKey));
        await AssertRefusedAsync((Good with { Kid = cluster.Issuer.Key.Kid }).By(cluster.Issuer.Address, cluster.SettingKey));
    }

    [Theory]
    [InlineData("jku", "http://127.0.0.1:1/jwks")]
    [InlineData("x5u", "http://127.0.0.1:1/cert")]
    [InlineData("jwk", null)]
    [InlineData("x5c", "MIIB")]
    public async Task Brings_its_key_along(string header, string? where)
    {
        using var own = SigningKey.Rsa("own");

        await AssertRefusedAsync((Good with { Header = new() { [header] = where ?? (object)System.Text.Json.JsonDocument.Parse(own.Jwk).RootElement } }).By(cluster.Issuer.Address, own));
    }

    [Theory]
    [InlineData("crit", new[] { "exp" })]
    [InlineData("crit", new[] { "http://example.org/understand-me" })]
    [InlineData("typ", "JWE")]
    [InlineData("typ", "logout+jwt")]
    [InlineData("typ", "id_token")]
    public async Task Wants_something_else_of_its_reader(string header, object value) => await AssertRefusedAsync(cluster.Issuer.Sign(Good with { Header = new() { [header] = value } }));

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Is_of_an_issuer_that_is_not_configured(string? issuer) => await AssertRefusedAsync(cluster.Issuer.Sign(Good with { Claims = new() { ["iss"] = issuer } }));

    [Fact]
    public async Task Spells_its_issuer_another_way()
    {
        await AssertRefusedAsync(cluster.Issuer.Sign(Good with { Issuer = cluster.Issuer.Address + "/" }));
        await AssertRefusedAsync(cluster.Issuer.Sign(Good with { Issuer = cluster.Issuer.Address.ToUpperInvariant() }));
        await AssertRefusedAsync(cluster.Issuer.Sign(Good with { Claims = new() { ["iss"] = new[] { cluster.Issuer.Address } } }));
    }

    [Theory]
    [InlineData("other")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Is_for_somebody_else(string? audience) => await AssertRefusedAsync(cluster.Issuer.Sign(Good with { Claims = new() { ["aud"] = audience } }));

    [Theory]
    [InlineData("Honest")]
    [InlineData("honest ")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Is_of_a_subject_that_nobody_mapped(string? subject) => await AssertRefusedAsync(cluster.Issuer.Sign(Good with { Claims = new() { ["sub"] = subject } }));

    [Theory]
    [InlineData("exp", -31)]
    [InlineData("exp", -86_400 * 365)]
    [InlineData("nbf", 31)]
    [InlineData("nbf", 86_400 * 365)]
    public async Task Is_over_or_has_not_begun(string claim, int seconds) =>
        await AssertRefusedAsync(cluster.Issuer.Sign(Good with { Claims = new() { [claim] = cluster.Time.GetUtcNow().ToUnixTimeSeconds() + seconds } }));

    [Theory]
    [InlineData("nbf", "1000000000.5", 200)]
    [InlineData("nbf", "4000000000.5", 401)]
    [InlineData("nbf", "4e9", 401)]
    [InlineData("exp", "1000000000.5", 401)]
    public async Task Has_a_time_that_is_no_whole_number(string claim, string time, int status) =>
        Assert.Equal(status, (await (await ReaderAsync()).GetWithAsync(cluster.Issuer.Sign(Good with { Claims = new() { [claim] = System.Text.Json.JsonDocument.Parse(time).RootElement } }))).Status);

    [Theory]
    [InlineData("exp", -25)]
    [InlineData("nbf", 25)]
    public async Task Is_not_one_whose_issuers_clock_is_a_little_off(string claim, int seconds) =>
        Assert.Equal(200, (await (await ReaderAsync()).GetWithAsync(cluster.Issuer.Sign(Good with { Claims = new() { [claim] = cluster.Time.GetUtcNow().ToUnixTimeSeconds() + seconds } }))).Status);

    [Theory]
    [InlineData(null)]
    [InlineData("\"soon\"")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("[1]")]
    [InlineData("true")]
    [InlineData("null")]
    public async Task Has_no_end(string? end) =>
        await AssertRefusedAsync(cluster.Issuer.Sign(Good with { Claims = new() { ["exp"] = end is null ? null : System.Text.Json.JsonDocument.Parse(end).RootElement } }));

    [Theory]
    [InlineData("exp", "1e300")]
    [InlineData("exp", "99999999999999999999")]
    [InlineData("exp", "9223372036854775807")]
    [InlineData("nbf", "9223372036854775807")]
    [InlineData("nbf", "-1e300")]
    [InlineData("iat", "{}")]
    public async Task Ends_beyond_all_times_and_makes_nobody_stumble(string claim, string number)
    {
        var reader = await ReaderAsync();

        var heard = await reader.GetWithAsync(cluster.Issuer.Sign(Good with { Claims = new() { [claim] = System.Text.Json.JsonDocument.Parse(number).RootElement } }));

        Assert.True(heard.Status is 200 or 401, heard.Text);
    }

    [Fact]
    public async Task Is_too_long()
    {
        var reader = await ReaderAsync();
        string Padded(int length) => cluster.Issuer.Sign(Good with { Claims = new() { ["pad"] = new string('x', length) } });
        var (fits, tooLong) = (Padded(5_000), Padded(6_000));
        Assert.True(fits.Length < WorkloadTokens.Longest && tooLong.Length > WorkloadTokens.Longest);

        Assert.Equal(200, (await reader.GetWithAsync(fits)).Status);
        await AssertRefusedAsync(tooLong);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.")]
    [InlineData("e30.e30.e30")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.bm8ganNvbg.AAAA")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.W10.AAAA")]
    [InlineData("eyJhbGciOnt9fQ.e30.AAAA")]
    public async Task Is_none(string text) => await AssertRefusedAsync(text);

    [Fact]
    public async Task Spends_the_refusals_of_its_address_and_one_that_counts_does_not()
    {
        await using var issuer = await LocalIssuer.StartAsync();
        await using var programs = new Api.Programs(("Limits:RefusalsPerMinutePerAddress", "3"), ("Workloads:Issuers:0:Issuer", issuer.Address)) { IsServed = true };
        await programs.InitializeAsync();
        var reader = await Reader.MakeAsync(programs);
        await programs.DoAsync(new Vault.Workloads.MapWorkloadIdentity(reader.Service, new(issuer.Address, Subject, Jwt.Here)));
        var (good, bad) = (issuer.Sign(new Jwt(DateTimeOffset.UtcNow) { Subject = Subject }), issuer.Sign(new Jwt(DateTimeOffset.UtcNow) { Subject = "stranger" }));

        var refused = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await reader.GetWithAsync(good)).Status);
            refused.Add((await reader.GetWithAsync(bad)).Status);
        }

        Assert.Equal([401, 401, 401, 429, 429], refused);
        Assert.Equal(200, (await reader.GetWithAsync(good)).Status);
    }

    private async Task<Reader> ReaderAsync() => _reader is { } made && made.Programs == cluster.Programs ? made : _reader = await cluster.ReaderAsync(Subject);

    private async Task AssertRefusedAsync(string jwt)
    {
        var reader = await ReaderAsync();
        Assert.Equal(200, (await reader.GetWithAsync(cluster.Issuer.Sign(Good))).Status);
        var before = cluster.Programs.Site.Rows();

        var heard = await reader.GetWithAsync(jwt);

        Assert.Equal((401, """{"error":"unknown_caller"}"""), (heard.Status, heard.Text));
        Assert.Equal(before + 1, cluster.Programs.Site.Rows());
    }
}
