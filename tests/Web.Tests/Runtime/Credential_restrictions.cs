using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Runtime;

/// <summary>A condition of a credential is applied in every accepted
/// spelling; with any other spelling, no credential is issued.</summary>
public sealed class Credential_restrictions(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    [Theory]
    [InlineData("request_ip")]
    [InlineData("request.ip")]
    public async Task An_address_limit_of_a_credential_works_in_either_spelling(string spelling)
    {
        var reader = await Reader.MakeAsync(api);

        var issued = await IssueAsync(reader, $$$"""{"{{{spelling}}}":{"in":["203.0.113.0/24"]}}""");

        Assert.Equal("203.0.113.0/24", issued.Result.GetProperty("condition").GetProperty("request_ip").GetProperty("in")[0].GetString());
        Assert.Equal(401, (await reader.GetWithAsync(issued.Result.GetProperty("value").GetString())).Status);
    }

    [Theory]
    [InlineData("""{"ip":{"in":["203.0.113.0/24"]}}""", "/condition")]
    [InlineData("""{"request_ip":{"only":["203.0.113.0/24"]}}""", "/condition/request_ip")]
    public async Task An_unknown_condition_of_a_credential_is_refused(string condition, string pointer)
    {
        var reader = await Reader.MakeAsync(api);

        var answer = await IssueAsync(reader, condition);

        Assert.Equal(("400 1001 condition_invalid", pointer), (answer.Error, answer.Pointers[0]));
    }

    private async Task<Answer> IssueAsync(Reader reader, string condition) =>
        await api.SendAsync(
            "POST",
            $"{api.Account}/services/{reader.Service}/credentials",
            $$"""{"name":"limited","condition":{{condition}}}""",
            await api.TokenAsync(level: null)
        );
}
