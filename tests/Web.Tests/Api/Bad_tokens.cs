using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Bad_tokens(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private const string Read = "5e33b7d77788455c9fdf18cbd38ee5a0";

    private string _administer = "";
    private StoreId _store;

    private string All => $"{api.Account}/tokens";

    public async ValueTask InitializeAsync() => (_administer, _store) = (await api.TokenAsync(level: null), await api.StoreAsync());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Policies; then what is said of them, and where.</summary>
    public static TheoryData<string, string, string> Policies =>
        new()
        {
            { """null""", "token_permission_empty", "/policies" },
            { """[]""", "token_permission_empty", "/policies" },
            { """{}""", "invalid_json_body", "/policies" },
            { """[1]""", "invalid_json_body", "/policies/0" },
            { """[{"permission_groups":[{"id":"READ"}],"resources":{"ACCOUNT":"*"}}]""", "token_effect_invalid", "/policies/0/effect" },
            {
                """[{"effect":"deny","permission_groups":[{"id":"READ"}],"resources":{"ACCOUNT":"*"}}]""",
                "token_effect_invalid",
                "/policies/0/effect"
            },
            {
                """[{"effect":"Allow","permission_groups":[{"id":"READ"}],"resources":{"ACCOUNT":"*"}}]""",
                "token_effect_invalid",
                "/policies/0/effect"
            },
            {
                """[{"effect":1,"permission_groups":[{"id":"READ"}],"resources":{"ACCOUNT":"*"}}]""",
                "invalid_json_body",
                "/policies/0/effect"
            },
            { """[{"effect":"allow","permission_groups":[{"id":"READ"}]}]""", "token_resources_empty", "/policies/0/resources" },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":{}}]""",
                "token_resources_empty",
                "/policies/0/resources"
            },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":["ACCOUNT"]}]""",
                "invalid_json_body",
                "/policies/0/resources"
            },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":{"ACCOUNT":"x"}}]""",
                "token_resource_unknown",
                "/policies/0/resources"
            },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":{"ACCOUNT":"""
                    + """{"com.cloudflare.api.account.zone.*":"*"}}}]""",
                "token_resource_unknown",
                "/policies/0/resources"
            },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":{"com.cloudflare.api.account.*":"*"}}]""",
                "token_resource_unknown",
                "/policies/0/resources"
            },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":{"com.cloudflare.api.account.NOWHERE":"*"}}]""",
                "token_resource_unknown",
                "/policies/0/resources"
            },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":{"com.cloudflare.api.account.zone.NOWHERE":"*"}}]""",
                "token_resource_unknown",
                "/policies/0/resources"
            },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":{"com.cloudflare.secrets_store.store.x":"*"}}]""",
                "token_resource_unknown",
                "/policies/0/resources"
            },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":"""
                    + """{"com.cloudflare.secrets_store.store.NOWHERE":"*"}}]""",
                "token_store_unknown",
                "/policies"
            },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":{"STORE":"*","ACCOUNT":"*"}}]""",
                "token_resources_overlap",
                "/policies"
            },
            { """[{"effect":"allow","resources":{"ACCOUNT":"*"}}]""", "token_permission_empty", "/policies" },
            { """[{"effect":"allow","permission_groups":[],"resources":{"ACCOUNT":"*"}}]""", "token_permission_empty", "/policies" },
            {
                """[{"effect":"allow","permission_groups":{},"resources":{"ACCOUNT":"*"}}]""",
                "invalid_json_body",
                "/policies/0/permission_groups"
            },
            {
                """[{"effect":"allow","permission_groups":[{}],"resources":{"ACCOUNT":"*"}}]""",
                "invalid_json_body",
                "/policies/0/permission_groups/0"
            },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"},{"id":"NOWHERE"}],"resources":{"ACCOUNT":"*"}}]""",
                "token_permission_group_unknown",
                "/policies/0/permission_groups/1"
            },
            {
                """[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":{"ACCOUNT":"*"}},"""
                    + """{"effect":"allow","permission_groups":[{"id":"WRITE"}],"resources":{"STORE":"*"}}]""",
                "token_policies_differ",
                "/policies"
            },
        };

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task A_token_with_invalid_policies_is_not_created(string policies, string message, string pointer) =>
        await RefusesAsync($$"""{"name":"bad","policies":{{policies}}}""", message, pointer);

    [Theory]
    [InlineData("", "invalid_json_body", "")]
    [InlineData("[]", "invalid_json_body", "")]
    [InlineData("null", "invalid_json_body", "")]
    [InlineData("""{GOOD,"name":null}""", "token_name_empty", "/name")]
    [InlineData("""{GOOD,"name":" "}""", "token_name_empty", "/name")]
    [InlineData("""{GOOD,"name":1}""", "invalid_json_body", "/name")]
    [InlineData("""{GOOD,"name":"a\u0007"}""", "token_name_invalid", "/name")]
    [InlineData("""{GOOD,"name":"a","name":"b"}""", "invalid_json_body", "")]
    [InlineData("""{GOOD,"name":"a","expires_on":"2001-01-01T00:00:00Z"}""", "token_expires_in_past", "/expires_on")]
    [InlineData("""{GOOD,"name":"a","expires_on":"tomorrow"}""", "invalid_json_body", "/expires_on")]
    [InlineData("""{GOOD,"name":"a","expires_on":"2199-01-01T00:00:00"}""", "invalid_json_body", "/expires_on")]
    [InlineData("""{GOOD,"name":"a","expires_on":"2199-02-30T00:00:00Z"}""", "invalid_json_body", "/expires_on")]
    [InlineData("""{GOOD,"name":"a","expires_on":"0001-01-01T00:00:00+14:00"}""", "invalid_json_body", "/expires_on")]
    [InlineData("""{GOOD,"name":"a","expires_on":4102444800}""", "invalid_json_body", "/expires_on")]
    [InlineData(
        """{GOOD,"name":"a","not_before":"2199-01-02T00:00:00Z","expires_on":"2199-01-01T00:00:00Z"}""",
        "token_never_valid",
        "/not_before"
    )]
    [InlineData("""{GOOD,"name":"a","condition":[]}""", "invalid_json_body", "/condition")]
    [InlineData("""{GOOD,"name":"a","condition":{"request_ip":"10.0.0.1"}}""", "invalid_json_body", "/condition/request_ip")]
    [InlineData("""{GOOD,"name":"a","condition":{"request_ip":{"in":"10.0.0.1"}}}""", "invalid_json_body", "/condition/request_ip/in")]
    [InlineData(
        """{GOOD,"name":"a","condition":{"request_ip":{"in":["10.0.0.1/8"]}}}""",
        "token_address_invalid",
        "/condition/request_ip/in"
    )]
    [InlineData(
        """{GOOD,"name":"a","condition":{"request_ip":{"not_in":["host.example"]}}}""",
        "token_address_invalid",
        "/condition/request_ip/not_in"
    )]
    [InlineData(
        """{GOOD,"name":"a","condition":{"request_ip":{"not_in":["\ud800"]}}}""",
        "token_address_invalid",
        "/condition/request_ip/not_in"
    )]
    [InlineData("""{GOOD,"name":"a","condition":{"request_ip":{"notIn":["10.0.0.1"]}}}""", "condition_invalid", "/condition/request_ip")]
    [InlineData("""{GOOD,"name":"a","condition":{"request.ip":{"out":["10.0.0.1"]}}}""", "condition_invalid", "/condition/request.ip")]
    [InlineData("""{GOOD,"name":"a","condition":{"requestIp":{"in":["10.0.0.1"]}}}""", "condition_invalid", "/condition")]
    [InlineData(
        """{GOOD,"name":"a","condition":{"request_ip":{"in":["10.0.0.1"]},"request.ip":{"in":["10.0.0.1"]}}}""",
        "condition_invalid",
        "/condition/request.ip"
    )]
    public async Task A_token_with_an_invalid_field_is_refused_with_the_place_of_the_field(string body, string message, string pointer) =>
        await RefusesAsync(
            body.Replace(
                "GOOD",
                """ "policies":[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":{"ACCOUNT":"*"}}]""",
                StringComparison.Ordinal
            ),
            message,
            pointer
        );

    [Fact]
    public async Task A_token_change_with_an_invalid_status_is_refused()
    {
        var token = await api.TokenAsync(new TokenInput("kept", TokenLevel.Read));
        var body = Filled(
            """{"name":"changed","status":"on","policies":[{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":"""
                + """{"ACCOUNT":"*"}}]}"""
        );

        var answer = await api.SendAsync("PUT", $"{All}/{token.Token.Id}", body, _administer);

        Assert.Equal(("400 1001 token_status_invalid", "/status"), (answer.Error, answer.Pointers[0]));
        Assert.Equal("kept", (await api.GetAsync($"{All}/{token.Token.Id}", _administer)).Result.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_token_with_too_many_entries_or_a_too_long_name_is_refused()
    {
        var policy = """{"effect":"allow","permission_groups":[{"id":"READ"}],"resources":{"ACCOUNT":"*"}}""";
        var addresses = string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"10.0.0.{i}\""));
        var stores = string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"com.cloudflare.secrets_store.store.{i:x32}\":\"*\""));

        await RefusesAsync(
            $$"""{"name":"a","policies":[{{string.Join(',', Enumerable.Repeat(policy, 21))}}]}""",
            "invalid_json_body",
            "/policies"
        );
        await RefusesAsync(
            """{"name":"a","policies":[{"effect":"allow","permission_groups":"""
                + $$$"""[{{{string.Join(',', Enumerable.Repeat("\"READ\"", 21))}}}],"resources":{"ACCOUNT":"*"}}]}""",
            "invalid_json_body",
            "/policies/0/permission_groups"
        );
        await RefusesAsync(
            $$$"""{"name":"a","policies":[{"effect":"allow","permission_groups":["READ"],"resources":{ {{{stores}}} }}]}""",
            "token_stores_too_many",
            "/policies"
        );
        await RefusesAsync(
            $$$"""{"name":"a","policies":[{{{policy}}}],"condition":{"request_ip":{"in":[{{{addresses}}}]} } }""",
            "token_addresses_too_many",
            "/condition/request_ip/in"
        );
        await RefusesAsync($$"""{"name":"{{new string('n', 101)}}","policies":[{{policy}}]}""", "token_name_too_long", "/name");
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("per_page=101")]
    [InlineData("direction=up")]
    public async Task An_invalid_query_parameter_of_the_token_list_is_reported_by_name(string query) =>
        Assert.StartsWith(
            $"400 1001 invalid_query: {query.Split('=')[0]} must be",
            (await api.GetAsync($"{All}?{query}", _administer)).Error,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("1")]
    [InlineData("ABCDEF00000000000000000000000000")]
    [InlineData("00000000000000000000000000000000")]
    public async Task An_unknown_token_id_is_not_found(string id)
    {
        var body = Filled("""{"name":"a","policies":[{"effect":"allow","permission_groups":["READ"],"resources":{"ACCOUNT":"*"}}]}""");

        foreach (var (method, path) in new[] { ("GET", id), ("PUT", id), ("DELETE", id), ("PUT", $"{id}/value") })
        {
            Assert.Equal("404 1001 token_not_found", (await api.SendAsync(method, $"{All}/{path}", body, _administer)).Error);
        }
    }

    [Fact]
    public async Task The_calling_tokens_permission_is_checked_before_the_body() =>
        Assert.StartsWith(
            "403 10000 Authentication error: the authorization check failed. Needs Administer. This token has Edit. "
                + "Use a token with Administer.",
            (await api.SendAsync("POST", All, "{")).Error,
            StringComparison.Ordinal
        );

    private async Task RefusesAsync(string body, string message, string pointer)
    {
        var before = await CountAsync();

        var answer = await api.SendAsync("POST", All, Filled(body), _administer);

        Assert.Equal(($"400 1001 {message}", pointer), (answer.Error, answer.Pointers[0]));
        Assert.Equal(before, await CountAsync());
    }

    private async Task<int> CountAsync() => (await api.GetAsync(All, _administer)).Info.GetProperty("total_count").GetInt32();

    private string Filled(string body) =>
        body.Replace("READ", Read, StringComparison.Ordinal)
            .Replace("WRITE", "adc8fa2bc6124928a8b3314dc63a1235", StringComparison.Ordinal)
            .Replace("NOWHERE", "00000000000000000000000000000000", StringComparison.Ordinal)
            .Replace("ACCOUNT", $"com.cloudflare.api.account.{api.Vault.AccountId}", StringComparison.Ordinal)
            .Replace("STORE", $"com.cloudflare.secrets_store.store.{_store}", StringComparison.Ordinal);
}
