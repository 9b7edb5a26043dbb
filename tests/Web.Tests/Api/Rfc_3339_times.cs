using System.Net;
using System.Text.Json;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>Every time that a program sends may be written in every way that RFC 3339 allows.</summary>
public sealed class Rfc_3339_times(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    public static readonly TheoryData<string, string> Good = new()
    {
        { "2199-01-31T00:00:00Z", "2199-01-31T00:00:00.000Z" },
        { "2199-01-31T00:00:00.1Z", "2199-01-31T00:00:00.100Z" },
        { "2199-01-31T00:00:00.1239Z", "2199-01-31T00:00:00.123Z" },
        { "2199-01-31T00:00:00.123456789Z", "2199-01-31T00:00:00.123Z" },
        { "2199-01-31T00:00:00.99999999999999999999Z", "2199-01-31T00:00:00.999Z" },
        { "2199-01-31T00:00:00.123456789+01:00", "2199-01-30T23:00:00.123Z" },
        { "2199-01-31t00:00:00z", "2199-01-31T00:00:00.000Z" },
        { "2199-01-31t00:00:00.5-03:30", "2199-01-31T03:30:00.500Z" },
        { "2199-01-31T00:00:00-00:00", "2199-01-31T00:00:00.000Z" },
        { "2199-01-31T00:00:00+23:59", "2199-01-30T00:01:00.000Z" },
        { "2199-06-30T23:59:60Z", "2199-07-01T00:00:00.000Z" },
        { "2199-12-31T15:59:60.75-08:00", "2200-01-01T00:00:00.000Z" },
    };

    public static readonly TheoryData<string> Bad =
    [
        "2199-01-31T00:00:00",
        "2199-01-31T00:00:00.Z",
        "2199-01-31 00:00:00Z",
        "2199-01-31T24:00:00Z",
        "2199-01-31T00:60:00Z",
        "2199-01-31T00:00:61Z",
        "2199-02-29T00:00:00Z",
        "2199-1-31T00:00:00Z",
        "2199-01-31T00:00:00+24:00",
        "2199-01-31T00:00:00+01:60",
        "2199-01-31T00:00:00+0100",
        "2199-01-31T12:00:60Z",
        "2199-06-29T23:59:60Z",
        "9999-12-31T23:59:59-01:00",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "２１９９-01-31T00:00:00Z",
        "2199-01-31T00:00:00Z ",
        "2199-01-31T00:00:00Z\n",
        "",
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public async Task A_token_accepts_RFC_3339_times_for_its_start_and_end(string written, string kept)
    {
        var administer = await AdministerAsync();

        var end = await api.SendAsync("POST", $"{api.Account}/tokens", Token("expires_on", written), administer);
        var beginning = await api.SendAsync(
            "POST",
            $"{api.Account}/tokens",
            Token("not_before", written, ",\"expires_on\":null"),
            administer
        );

        Assert.Equal(
            (kept, kept),
            (end.Result.GetProperty("expires_on").GetString(), beginning.Result.GetProperty("not_before").GetString())
        );
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task A_credential_accepts_RFC_3339_times_for_its_end_when_issued_or_rolled(string written, string kept)
    {
        var credentials = $"{api.Account}/services/{await api.ServiceAsync()}/credentials";
        var administer = await AdministerAsync();

        var issued = await api.SendAsync("POST", credentials, Body(("name", "ci"), ("expires_on", written)), administer);
        var rolled = await api.SendAsync("PUT", $"{credentials}/{issued.Id}/value", Body(("expires_on", written)), administer);

        Assert.Equal(
            (kept, kept),
            (issued.Result.GetProperty("expires_on").GetString(), rolled.Result.GetProperty("expires_on").GetString())
        );
    }

    [Fact]
    public async Task A_roll_accepts_an_RFC_3339_time_for_the_end_of_the_previous_value()
    {
        var credentials = $"{api.Account}/services/{await api.ServiceAsync()}/credentials";
        var administer = await AdministerAsync();
        var issued = await api.SendAsync("POST", credentials, Body(("name", "ci")), administer);
        var until = DateTimeOffset.UtcNow.AddDays(1);

        var rolled = await api.SendAsync(
            "PUT",
            $"{credentials}/{issued.Id}/value",
            Body(("previous_until", until.ToString("yyyy-MM-dd't'HH:mm:ss.fffffff'00z'", null))),
            administer
        );

        Assert.Equal(until.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null), rolled.Result.GetProperty("previous_until").GetString());
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_time_that_is_not_valid_is_refused_with_its_field_and_never_repeated(string written)
    {
        var administer = await AdministerAsync();
        var credentials = $"{api.Account}/services/{await api.ServiceAsync()}/credentials";

        foreach (
            var (answer, field) in new[]
            {
                (await api.SendAsync("POST", $"{api.Account}/tokens", Token("expires_on", written), administer), "/expires_on"),
                (await api.SendAsync("POST", $"{api.Account}/tokens", Token("not_before", written), administer), "/not_before"),
                (await api.SendAsync("POST", credentials, Body(("name", "ci"), ("expires_on", written)), administer), "/expires_on"),
            }
        )
        {
            Assert.Equal(
                (HttpStatusCode.BadRequest, "400 1001 invalid_json_body", field),
                (answer.Status, answer.Error, Assert.Single(answer.Pointers))
            );
            Assert.True(written.Length == 0 || !answer.Text.Contains(written.Trim(), StringComparison.Ordinal));
        }
    }

    private async Task<string> AdministerAsync() =>
        (await api.TokenAsync(new TokenInput("a program", null, Administer: true, Expires: Expiry.Never))).Text;

    private string Token(string field, string time, string more = "") =>
        $$$"""
            {"name":"t","policies":[{"effect":"allow","permission_groups":[{"id":"{{{PermissionGroup.All[
                0
            ].Id}}}"}],"resources":{"com.cloudflare.api.account.{{{api.Vault.AccountId}}}":"*"}}],
             "{{{field}}}":{{{JsonSerializer.Serialize(time)}}}{{{more}}}}
            """;

    private static string Body(params (string Name, string Text)[] members) =>
        JsonSerializer.Serialize(members.ToDictionary(m => m.Name, m => m.Text));
}
