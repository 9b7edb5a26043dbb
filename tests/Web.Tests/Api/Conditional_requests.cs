using System.Net;
using System.Net.Http.Headers;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Tests.Runtime;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>Tags of objects, and what is done only while an object has one of them (RFC 9110, 13).</summary>
public sealed class Conditional_requests(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private string _token = "",
        _secret = "";
    private StoreId _store;

    public async ValueTask InitializeAsync()
    {
        _token = (await api.TokenAsync(new TokenInput("all", TokenLevel.Edit, Administer: true, Expires: Expiry.Never))).Text;
        _store = await api.StoreAsync();
        _secret = $"{api.Stores}/{_store}/secrets/{await api.SecretAsync(_store, comment: "a")}";
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("TAG", 304)]
    [InlineData("W/TAG", 304)]
    [InlineData("\"x\", TAG", 304)]
    [InlineData("\"x\" ,, W/TAG", 304)]
    [InlineData("*", 304)]
    [InlineData("\"x\"", 200)]
    [InlineData("\"x\", \"y\"", 200)]
    [InlineData("nonsense", 200)]
    [InlineData("*, TAG", 200)]
    public async Task An_object_whose_tag_the_caller_already_has_is_not_sent_again(string noneMatch, int status)
    {
        var (tag, before) = (await TagAsync(_secret), api.Host.Rows());

        var answer = await SendAsync("GET", _secret, ("If-None-Match", noneMatch.Replace("TAG", tag, StringComparison.Ordinal)));

        Assert.Equal((status, tag), ((int)answer.StatusCode, answer.Headers.ETag?.ToString()));
        Assert.Equal(status == 304, (await answer.Content.ReadAsStringAsync()).Length == 0);
        Assert.True(answer.Headers.CacheControl!.NoStore && answer.Headers.Contains("X-Request-Id"));
        Assert.Equal(before + 1, api.Host.Rows());
    }

    [Theory]
    [InlineData("TAG", 200)]
    [InlineData("\"x\", TAG", 200)]
    [InlineData("*", 200)]
    [InlineData("W/TAG", 412)]
    [InlineData("\"x\"", 412)]
    [InlineData("nonsense", 400)]
    [InlineData("*, TAG", 400)]
    public async Task A_change_is_made_only_to_the_state_that_it_names(string match, int status)
    {
        var (tag, before) = (await TagAsync(_secret), api.Host.Rows());

        var answer = await SendAsync(
            "PATCH",
            _secret,
            """{"comment":"b"}""",
            ("If-Match", match.Replace("TAG", tag, StringComparison.Ordinal))
        );

        Assert.Equal((status, before + 1), ((int)answer.StatusCode, api.Host.Rows()));
        var response = await Answer.OfAsync(answer);
        if (status != 200)
        {
            Assert.StartsWith(
                status == 412 ? "412 1001 precondition_failed" : "400 1001 invalid_header: If-Match must be * or a list of quoted tags",
                response.Error,
                StringComparison.Ordinal
            );
            var row = await RowAsync(response);
            Assert.Equal(
                (AuditResult.Failed, Act.EditSecret, status == 412 ? "precondition_failed" : "invalid_header"),
                (row.Result, row.Act, row.Code)
            );
            Assert.Equal(_secret.Split('/')[^1], row.TargetId);
        }
        else
        {
            Assert.Equal(await TagAsync(_secret), answer.Headers.ETag!.ToString());
        }
        Assert.Equal(status == 200 ? "b" : "a", (await api.GetAsync(_secret)).Result.GetProperty("comment").GetString());
        Assert.Equal(status == 200, tag != await TagAsync(_secret));
    }

    [Fact]
    public async Task A_read_can_be_conditional_on_a_tag()
    {
        var tag = await TagAsync(_secret);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", _secret, ("If-Match", tag))).StatusCode);
        Assert.Equal("412 1001 precondition_failed", (await Answer.OfAsync(await SendAsync("GET", _secret, ("If-Match", "\"x\"")))).Error);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("HEAD", _secret, ("If-Match", "\"x\""))).StatusCode);
        Assert.StartsWith(
            "400 1001 invalid_header",
            (await Answer.OfAsync(await SendAsync("GET", _secret, ("If-Match", "x")))).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Exactly_one_of_many_concurrent_changes_to_the_same_state_succeeds()
    {
        var tag = await TagAsync(_secret);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => SendAsync("PATCH", _secret, $$"""{"comment":"{{i}}"}""", ("If-Match", tag)))
        );

        Assert.Equal([200, .. Enumerable.Repeat(412, 19)], answers.Select(a => (int)a.StatusCode).Order());
        var winner = await Answer.OfAsync(answers.Single(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(
            winner.Result.GetProperty("comment").GetString(),
            (await api.GetAsync(_secret)).Result.GetProperty("comment").GetString()
        );
    }

    [Fact]
    public async Task A_new_value_changes_the_tag_of_a_secret_and_a_use_does_not()
    {
        var reader = await Reader.MakeAsync(api);
        var (secret, service) = ($"{api.Stores}/{reader.Store}/secrets/{reader.Secret}", $"{api.Account}/services/{reader.Service}");
        var (tag, tagOfService) = (await TagAsync(secret), await TagAsync(service));

        await reader.GetAsync();

        Assert.True((await api.GetAsync(secret)).Result.TryGetProperty("last_used_on", out _));
        Assert.Equal((tag, tagOfService), (await TagAsync(secret), await TagAsync(service)));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PATCH", secret, """{"value":"newer"}""", ("If-Match", tag))).StatusCode);
        Assert.Equal(
            HttpStatusCode.PreconditionFailed,
            (await SendAsync("PATCH", secret, """{"value":"newest"}""", ("If-Match", tag))).StatusCode
        );
        Assert.Contains("newer", (await reader.GetAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_object_that_can_be_read_alone_has_a_tag_and_is_guarded_by_it()
    {
        var sample = await ApiSampleData.MakeAsync(api);
        var guest = WebTemplate.Members[^1].Id;
        (string Path, string Method, string Changed, string? Body)[] all =
        [
            ("/secrets_store/stores/{store_id}/secrets/{secret_id}", "DELETE", "", null),
            ("/services/{service_id}", "DELETE", "", null),
            ("/workers/workers/{script_name}", "DELETE", "/workers/scripts/{script_name}", null),
            ("/tokens/{token_id}", "PUT", "", sample.BodyOf("PUT /tokens/{token_id}")),
            ("/tokens/{token_id}", "PUT", "/tokens/{token_id}/value", null),
            ("/tokens/{token_id}", "DELETE", "", null),
            ($"/members/{guest}", "PUT", "", """{"roles":[]}"""),
            ("/members/{member_id}", "DELETE", "", null),
            ("/secrets_store/stores/{store_id}", "DELETE", "", null),
        ];
        foreach (var (path, method, changed, body) in all)
        {
            var read = api.Account + sample.Fill(path.StartsWith("/members", StringComparison.Ordinal) ? "DELETE" : "GET", path);
            var change = changed.Length == 0 ? read : api.Account + sample.Fill("GET", changed);
            var tag = await TagAsync(read.Replace("?force=true", "", StringComparison.Ordinal));

            foreach (
                var (name, condition) in new[]
                {
                    ("If-Match", "\"x\""),
                    ("If-Match", $"W/{tag}"),
                    ("If-None-Match", "*"),
                    ("If-None-Match", tag),
                }
            )
            {
                Assert.Equal(
                    $"{change} {name} 412",
                    $"{change} {name} {(int)(await SendAsync(method, change, body, (name, condition))).StatusCode}"
                );
                Assert.Equal(tag, await TagAsync(read.Replace("?force=true", "", StringComparison.Ordinal)));
            }
            Assert.InRange(
                (int)(await SendAsync(method, change, body, ("If-Match", tag), ("If-None-Match", "\"x\""))).StatusCode,
                200,
                202
            );
        }
        Assert.NotNull(await TagAsync($"{api.Account}/roles/{sample.Fill("GET", "{role_id}")}"));
        Assert.NotNull(await TagAsync(api.Account));
        Assert.NotNull(await TagAsync($"{api.Account}/secrets_store/quota"));
    }

    [Theory]
    [InlineData("DELETE", "/services/{service_id}/bindings/{name}")]
    [InlineData("DELETE", "/services/{service_id}/credentials/{credential_id}")]
    [InlineData("DELETE", "/services/{service_id}/workload_identities/{workload_identity_id}")]
    [InlineData("DELETE", "/ai-gateway/gateways/{gateway}/provider_configs/{config_id}")]
    [InlineData("DELETE", "/secrets_store/stores/{store_id}/secrets")]
    [InlineData("POST", "/secrets_store/stores/{store_id}/secrets")]
    public async Task A_resource_without_a_tag_is_not_changed_by_a_request_that_names_one(string method, string path)
    {
        var sample = await ApiSampleData.MakeAsync(api);
        var address = api.Account + sample.Fill(method, path);

        Assert.Equal(
            "412 1001 precondition_failed",
            (await Answer.OfAsync(await SendAsync(method, address, sample.BodyOf($"{method} {path}"), ("If-Match", "\"x\"")))).Error
        );
        Assert.InRange((int)(await SendAsync(method, address, sample.BodyOf($"{method} {path}"), ("If-Match", "*"))).StatusCode, 200, 202);
    }

    [Fact]
    public async Task A_request_that_is_refused_invalid_or_not_found_gets_the_same_answer_with_a_condition()
    {
        var (read, tag) = (await api.TokenAsync(TokenLevel.Read), await TagAsync(_secret));

        Assert.StartsWith(
            "403 10000",
            (await Answer.OfAsync(await SendWithAsync(read, "PATCH", _secret, """{"comment":"b"}""", ("If-Match", "\"x\"")))).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "404 1001 secret_not_found",
            (await Answer.OfAsync(await SendAsync("PATCH", _secret[..^32] + new string('0', 32), "{}", ("If-Match", tag)))).Error
        );
        Assert.Equal(
            "404 1001 token_not_found",
            (await Answer.OfAsync(await SendAsync("DELETE", $"{api.Account}/tokens/{new string('0', 32)}", null, ("If-Match", tag)))).Error
        );
        Assert.StartsWith(
            "400 1001 secret_scopes_empty",
            (await Answer.OfAsync(await SendAsync("PATCH", _secret, """{"scopes":[]}""", ("If-Match", tag)))).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "400 1001 invalid_json_body",
            (await Answer.OfAsync(await SendAsync("PATCH", _secret, "{", ("If-Match", "\"x\"")))).Error
        );
        Assert.StartsWith(
            "401 1000",
            (await Answer.OfAsync(await SendWithAsync("sdt_guess", "PATCH", _secret, "{}", ("If-Match", "\"x\"")))).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_role_change_in_the_dashboard_changes_the_tag_of_the_member()
    {
        var member = $"{api.Account}/members/{WebTemplate.Members[^1].Id}";
        var tag = await TagAsync(member);

        await api.DoAsync(new GiveRoles(WebTemplate.Members[^1].Id.Value, Roles.Deployer, null));

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("PUT", member, """{"roles":[]}""", ("If-Match", tag))).StatusCode);
        await api.DoAsync(new GiveRoles(WebTemplate.Members[^1].Id.Value, Roles.None, null));
    }

    private async Task<string> TagAsync(string path) => (await SendAsync("GET", path)).Headers.ETag!.ToString();

    private Task<HttpResponseMessage> SendAsync(string method, string path, params (string Name, string Text)[] headers) =>
        SendAsync(method, path, null, headers);

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? body, params (string Name, string Text)[] headers) =>
        SendWithAsync(_token, method, path, body, headers);

    private async Task<HttpResponseMessage> SendWithAsync(
        string token,
        string method,
        string path,
        string? body,
        params (string Name, string Text)[] headers
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : Answer.Body(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, text) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, text);
        }
        return await api.SendPlainAsync(request);
    }

    private async Task<AuditRow> RowAsync(Answer answer)
    {
        var id = answer.Message.Headers.GetValues("X-Request-Id").Single();
        return Assert.Single((await api.DoAsync(new ListAudit(new AuditFilter(Search: id)))).Rows);
    }
}
