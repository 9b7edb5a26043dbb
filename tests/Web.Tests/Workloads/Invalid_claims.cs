using System.Text.Json;

namespace SecretsDashboard.Web.Tests.Workloads;

/// <summary>A JWT with a valid signature is refused like an unknown credential
/// for its claims: its subject, its audience and its validity period.</summary>
public sealed class Invalid_claims(WorkloadWebHost cluster) : IClassFixture<WorkloadWebHost>
{
    private Jwt Good => cluster.Jwt with { Subject = WorkloadWebHost.ValidSubject };

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_JWT_of_an_unknown_issuer_is_refused(string? issuer) =>
        await cluster.AssertRefusedAsync(cluster.Issuer.Sign(Good with { Claims = new() { ["iss"] = issuer } }));

    [Fact]
    public async Task A_JWT_with_another_spelling_of_its_issuer_is_refused()
    {
        await cluster.AssertRefusedAsync(cluster.Issuer.Sign(Good with { Issuer = cluster.Issuer.Address + "/" }));
        await cluster.AssertRefusedAsync(cluster.Issuer.Sign(Good with { Issuer = cluster.Issuer.Address.ToUpperInvariant() }));
        await cluster.AssertRefusedAsync(cluster.Issuer.Sign(Good with { Claims = new() { ["iss"] = new[] { cluster.Issuer.Address } } }));
    }

    [Theory]
    [InlineData("other")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_JWT_for_another_audience_is_refused(string? audience) =>
        await cluster.AssertRefusedAsync(cluster.Issuer.Sign(Good with { Claims = new() { ["aud"] = audience } }));

    [Theory]
    [InlineData("Honest")]
    [InlineData("honest ")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_JWT_of_an_unmapped_subject_is_refused(string? subject) =>
        await cluster.AssertRefusedAsync(cluster.Issuer.Sign(Good with { Claims = new() { ["sub"] = subject } }));

    [Theory]
    [InlineData("exp", -31)]
    [InlineData("exp", -86_400 * 365)]
    [InlineData("nbf", 31)]
    [InlineData("nbf", 86_400 * 365)]
    public async Task A_JWT_that_has_expired_or_is_not_yet_valid_is_refused(string claim, int seconds) =>
        await cluster.AssertRefusedAsync(
            cluster.Issuer.Sign(Good with { Claims = new() { [claim] = cluster.Time.GetUtcNow().ToUnixTimeSeconds() + seconds } })
        );

    [Theory]
    [InlineData("nbf", "1000000000.5", 200)]
    [InlineData("nbf", "4000000000.5", 401)]
    [InlineData("nbf", "4e9", 401)]
    [InlineData("exp", "1000000000.5", 401)]
    public async Task A_JWT_time_that_is_not_a_whole_number_is_understood(string claim, string time, int status) =>
        Assert.Equal(
            status,
            (
                await (await cluster.ValidReaderAsync()).GetWithAsync(
                    cluster.Issuer.Sign(Good with { Claims = new() { [claim] = System.Text.Json.JsonDocument.Parse(time).RootElement } })
                )
            ).Status
        );

    [Theory]
    [InlineData("exp", -25)]
    [InlineData("nbf", 25)]
    public async Task A_JWT_whose_issuers_clock_is_slightly_off_is_accepted(string claim, int seconds) =>
        Assert.Equal(
            200,
            (
                await (await cluster.ValidReaderAsync()).GetWithAsync(
                    cluster.Issuer.Sign(Good with { Claims = new() { [claim] = cluster.Time.GetUtcNow().ToUnixTimeSeconds() + seconds } })
                )
            ).Status
        );

    [Theory]
    [InlineData(null)]
    [InlineData("\"soon\"")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("[1]")]
    [InlineData("true")]
    [InlineData("null")]
    public async Task A_JWT_without_a_valid_end_is_refused(string? end) =>
        await cluster.AssertRefusedAsync(
            cluster.Issuer.Sign(
                Good with
                {
                    Claims = new() { ["exp"] = end is null ? null : System.Text.Json.JsonDocument.Parse(end).RootElement },
                }
            )
        );

    [Theory]
    [InlineData("exp")]
    [InlineData("nbf")]
    [InlineData("iat")]
    public async Task A_JWT_with_a_time_written_as_text_is_refused(string claim) =>
        await cluster.AssertRefusedAsync(
            cluster.Issuer.Sign(
                Good with
                {
                    Claims = new() { [claim] = $"{cluster.Time.GetUtcNow().ToUnixTimeSeconds() + (claim == "exp" ? 600 : -600)}" },
                }
            )
        );

    [Theory]
    [InlineData("sub", "another-subject")]
    [InlineData("aud", "somewhere-else")]
    [InlineData("iss", "https://elsewhere.example")]
    [InlineData("exp", 1)]
    [InlineData("custom", "x")]
    public async Task A_JWT_with_a_repeated_claim_is_refused_whichever_comes_first(string claim, object other)
    {
        var (value, claims) = (JsonSerializer.Serialize(other), JsonSerializer.Serialize(Good.All(cluster.Issuer.Address)));
        var second = claim == "custom" ? "\"custom\":\"y\"," : "";

        await cluster.AssertRefusedAsync(cluster.Issuer.SignText($"{{\"{claim}\":{value},{second}{claims[1..]}"));
        await cluster.AssertRefusedAsync(cluster.Issuer.SignText($"{claims[..^1]},{second}\"{claim}\":{value}}}"));
    }

    [Theory]
    [InlineData("exp", "1e300")]
    [InlineData("exp", "99999999999999999999")]
    [InlineData("exp", "9223372036854775807")]
    [InlineData("nbf", "9223372036854775807")]
    [InlineData("nbf", "-1e300")]
    [InlineData("iat", "{}")]
    public async Task A_JWT_with_an_extreme_time_causes_no_fault(string claim, string number)
    {
        var reader = await cluster.ValidReaderAsync();

        var response = await reader.GetWithAsync(
            cluster.Issuer.Sign(Good with { Claims = new() { [claim] = System.Text.Json.JsonDocument.Parse(number).RootElement } })
        );

        Assert.True(response.Status is 200 or 401, response.Text);
    }
}
