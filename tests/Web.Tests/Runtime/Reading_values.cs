using System.Text.Json;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Runtime;

/// <summary>Services read their values from the real server.</summary>
public sealed class Reading_values(ListeningWebHost server) : IClassFixture<ListeningWebHost>
{
    private ApiWebHost Api => server.Api;

    [Fact]
    public async Task A_service_lists_its_bindings_and_reads_each_value_as_JSON_or_plain_text()
    {
        var reader = await Reader.MakeAsync(Api, value: "line one\nline \"two\" <é>\u0007");

        Assert.Equal("""[{"name":"KEY","version":1}]""", (await reader.GetAsync(Reader.Bindings)).Text);
        var json = await reader.GetAsync();
        var bare = await reader.GetAsync(accept: "text/plain");

        Assert.Equal((200, "application/json"), (json.Status, json.Type));
        var root = JsonDocument.Parse(json.Text).RootElement;
        Assert.Equal(["name", "version", "value"], root.EnumerateObject().Select(p => p.Name));
        Assert.Equal("line one\nline \"two\" <é>\u0007", root.GetProperty("value").GetString());
        Assert.Equal((200, "text/plain; charset=utf-8", "line one\nline \"two\" <é>\u0007"), (bare.Status, bare.Type, bare.Text));
        Assert.Equal(json.Tag, bare.Tag);
    }

    [Fact]
    public async Task The_longest_value_in_the_longest_escaping_arrives_whole()
    {
        var value = new string('\u0001', Plaintext.MaxBytes);
        var reader = await Reader.MakeAsync(Api, value: value);

        Assert.Equal(value, JsonDocument.Parse((await reader.GetAsync()).Text).RootElement.GetProperty("value").GetString());
        Assert.Equal(value, (await reader.GetAsync(accept: "text/plain")).Text);
    }

    [Theory]
    [InlineData("text/plain", true)]
    [InlineData("Text/Plain; Charset=UTF-8", true)]
    [InlineData("text/*", true)]
    [InlineData("text/plain, */*;q=0.1", true)]
    [InlineData("text/plain;q=0.9, application/json;q=0.8", true)]
    [InlineData("application/json, text/plain;q=0.5", false)]
    [InlineData("text/plain;q=0", false)]
    [InlineData("*/*", false)]
    [InlineData("nonsense", false)]
    [InlineData(null, false)]
    public async Task The_accept_header_decides_the_format_of_a_value(string? accept, bool bare)
    {
        var reader = await Reader.MakeAsync(Api);

        Assert.Equal(bare ? "text/plain; charset=utf-8" : "application/json", (await reader.GetAsync(accept: accept)).Type);
    }

    [Fact]
    public async Task A_value_that_the_service_already_has_is_not_sent_again_until_it_changes()
    {
        var reader = await Reader.MakeAsync(Api);
        var first = await reader.GetAsync();

        Assert.All(
            [await reader.GetAsync(known: first.Tag), await reader.GetAsync(known: $"W/{first.Tag}")],
            same => Assert.Equal((304, "", first.Tag), (same.Status, same.Text, same.Tag))
        );
        Assert.Equal(200, (await reader.GetAsync(known: "\"another\"")).Status);
        Assert.Equal(200, (await reader.GetAsync(known: "nonsense")).Status);

        await Api.DoAsync(new EditSecret(reader.Secret, Revision: null, new NewValue(Plaintext.TryFrom("newer"))));
        var second = await reader.GetAsync(known: first.Tag, accept: "text/plain");
        Assert.Equal((200, "newer"), (second.Status, second.Text));
        Assert.NotEqual(first.Tag, second.Tag);
    }

    [Fact]
    public async Task If_None_Match_accepts_a_list_of_tags_and_a_wildcard()
    {
        var reader = await Reader.MakeAsync(Api);
        var tag = (await reader.GetAsync()).Tag!;

        foreach (var known in new[] { $"\"x\", {tag}", $"{tag},\"x\"", $"W/\"y\" , W/{tag}", "*", $"\"a,b\", {tag}" })
        {
            Assert.Equal((304, "", tag), await reader.GetAsync(known: known) is var same ? (same.Status, same.Text, same.Tag) : default);
            Assert.Equal(304, (await reader.GetWithAsync(reader.Credential.Text, known: known, method: "HEAD")).Status);
        }
        foreach (
            var other in new[] { "\"x\", \"y\"", $"\"x,{tag.Trim('"')},y\"", $"*, {tag}", "\"*\"", $"{tag} {tag}", tag.Trim('"'), "\"", "" }
        )
        {
            Assert.Equal(200, (await reader.GetAsync(known: other)).Status);
        }
        Assert.Equal(
            (304, 200),
            ((await reader.GetAsync(Reader.Bindings, known: "*")).Status, (await reader.GetAsync(Reader.Bindings, known: tag)).Status)
        );
    }

    [Theory]
    [InlineData("TAG", 200)]
    [InlineData("*", 200)]
    [InlineData("\"x\", TAG", 200)]
    [InlineData("W/TAG", 412)]
    [InlineData("\"x\"", 412)]
    [InlineData("nonsense", 412)]
    public async Task A_read_can_be_conditional_on_a_tag(string match, int status)
    {
        var reader = await Reader.MakeAsync(Api);
        var tag = (await reader.GetAsync()).Tag!;
        using var request = new HttpRequestMessage(HttpMethod.Get, Reader.Key);
        request.Headers.Authorization = new("Bearer", reader.Credential.Text);
        request.Headers.TryAddWithoutValidation("If-Match", match.Replace("TAG", tag, StringComparison.Ordinal));

        var response = await RuntimeResponse.OfAsync(await Api.SendPlainAsync(request));

        Assert.Equal(status, response.Status);
        Assert.True(status == 200 || response.Text == """{"error":"precondition_failed"}""", response.Text);
    }

    [Fact]
    public async Task A_HEAD_request_decides_and_leaves_its_row_without_decrypting_the_value()
    {
        var reader = await Reader.MakeAsync(Api);
        var get = await reader.GetAsync();
        Api.Host.Sql($"UPDATE SecretVersions SET Ciphertext = zeroblob(length(Ciphertext)) WHERE SecretId = '{reader.Secret}'");
        // Nothing is in memory for it.
        var another = (await Api.DoAsync(new IssueCredential(reader.Service, new CredentialInput("another")))).Text;
        var before = Api.Host.Rows();

        var head = await reader.GetWithAsync(another, accept: "text/plain", method: "HEAD");

        Assert.Equal((200, "", get.Tag, "text/plain; charset=utf-8"), (head.Status, head.Text, head.Tag, head.Type));
        Assert.Equal(before + 1, Api.Host.Rows());
        Assert.Equal(500, (await reader.GetWithAsync(another)).Status);
        Assert.Equal(
            (200, ""),
            await reader.GetWithAsync(reader.Credential.Text, Reader.Bindings, method: "HEAD") is var list
                ? (list.Status, list.Text)
                : default
        );
        Assert.Equal(404, (await reader.GetWithAsync(reader.Credential.Text, Reader.Bindings + "/NO_SUCH", method: "HEAD")).Status);
        Assert.Equal(401, (await reader.GetWithAsync(null, method: "HEAD")).Status);
        await Api.DoAsync(new EditSecret(reader.Secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        Assert.Equal(403, (await reader.GetWithAsync(reader.Credential.Text, method: "HEAD")).Status);
    }

    [Fact]
    public async Task A_refused_read_does_not_reveal_its_reason()
    {
        var (reader, token) = (await Reader.MakeAsync(Api), await Api.TokenAsync(level: null));

        foreach (var credential in new[] { null, "sds_guess", reader.Credential.Text + "x", token, Api.Edit })
        {
            Assert.Equal((401, """{"error":"unknown_caller"}"""), StatusAndText(await reader.GetWithAsync(credential)));
            Assert.Equal((401, """{"error":"unknown_caller"}"""), StatusAndText(await reader.GetWithAsync(credential, Reader.Bindings)));
        }
        Assert.Equal((404, """{"error":"binding_not_found"}"""), StatusAndText(await reader.GetAsync(Reader.Bindings + "/NO_SUCH")));
        await Api.DoAsync(new EditSecret(reader.Secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        Assert.Equal((403, """{"error":"refused"}"""), StatusAndText(await reader.GetAsync()));
        var gateway = await Reader.MakeAsync(Api, Scopes.AiGateway);
        Assert.Equal((403, """{"error":"refused"}"""), StatusAndText(await gateway.GetAsync(Reader.Bindings + "/openai.default")));
        Assert.Equal((403, """{"error":"refused"}"""), StatusAndText(await gateway.GetAsync(Reader.Bindings)));
    }

    [Theory]
    [InlineData("GET", "/runtime/v1", 404)]
    [InlineData("GET", "/runtime/v1/", 404)]
    [InlineData("GET", "/runtime/v1/values", 404)]
    [InlineData("GET", "/runtime/v1/bindings/KEY/more", 404)]
    [InlineData("POST", "/runtime/v1/bindings/KEY", 405)]
    [InlineData("HEAD", "/runtime/v1/values", 404)]
    [InlineData("OPTIONS", "/runtime/v1/bindings", 405)]
    public async Task An_unknown_runtime_address_is_refused_and_leaves_a_row(string method, string path, int status)
    {
        var reader = await Reader.MakeAsync(Api);
        var before = Api.Host.Rows();

        Assert.Equal(status, (await reader.GetWithAsync(reader.Credential.Text, path, method: method)).Status);
        Assert.Equal(before + 1, Api.Host.Rows());
    }

    [Theory]
    [InlineData("/runtime/v1/bindings/%2e%2e/bindings")]
    [InlineData("/runtime/v1/bindings/../bindings/KEY")]
    [InlineData("/runtime/v1/../../login")]
    public async Task A_runtime_path_with_dots_is_not_found(string path)
    {
        var reader = await Reader.MakeAsync(Api);
        using var connection = server.Connect();

        await connection.SendAsync($"GET {path}", $"Authorization: Bearer {reader.Credential.Text}");

        Assert.Equal(
            (404, """{"error":"not_found"}"""),
            await connection.ReceiveAsync() is var answer ? (answer.Status, answer.Body) : default
        );
    }

    [Fact]
    public async Task Each_read_leaves_one_row_even_when_it_is_refused_or_nothing_is_sent()
    {
        var reader = await Reader.MakeAsync(Api);
        var before = Api.Host.Rows();

        var first = await reader.GetAsync();
        await reader.GetAsync(known: first.Tag);
        await reader.GetAsync(Reader.Bindings);
        await reader.GetAsync(Reader.Bindings + "/NO_SUCH");
        await reader.GetWithAsync(null);

        Assert.Equal(before + 5, Api.Host.Rows());
    }

    [Fact]
    public async Task A_change_made_by_a_program_applies_from_the_next_read_on()
    {
        var reader = await Reader.MakeAsync(Api);
        var (administer, credentials) = (await Api.TokenAsync(level: null), $"{Api.Account}/services/{reader.Service}/credentials");
        var issued = await Api.SendAsync(
            "POST",
            credentials,
            """{"name":"two","condition":{"request_ip":{"in":["127.0.0.0/8","::1"]}}}""",
            administer
        );
        var text = issued.Result.GetProperty("value").GetString();
        Assert.Equal(
            ["id", "name", "status", "condition", "created", "modified", "expires_on", "value"],
            issued.Result.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(200, (await reader.GetWithAsync(text)).Status);

        var listed = await Api.GetAsync(credentials, administer);
        Assert.Equal(
            [issued.Id, reader.Credential.Credential.Id.Value],
            listed.Result.EnumerateArray().Select(c => c.GetProperty("id").GetString())
        );
        Assert.DoesNotContain("\"value\"", listed.Text, StringComparison.Ordinal);
        Assert.Contains("last_used_on", listed.Result[0].GetRawText(), StringComparison.Ordinal);

        var rolled = await Api.SendAsync("PUT", $"{credentials}/{issued.Id}/value", "{}", administer);
        Assert.Equal(
            (200, 200),
            ((await reader.GetWithAsync(text)).Status, (await reader.GetWithAsync(rolled.Result.GetProperty("value").GetString())).Status)
        );
        var again = await Api.SendAsync(
            "PUT",
            $"{credentials}/{issued.Id}/value",
            """{"previous_until":"2020-01-01T00:00:00Z","expires_on":null}""",
            administer
        );
        Assert.Equal(401, (await reader.GetWithAsync(rolled.Result.GetProperty("value").GetString())).Status);
        Assert.False(again.Result.TryGetProperty("expires_on", out _));

        Assert.Equal(JsonValueKind.Null, (await Api.SendAsync("DELETE", $"{credentials}/{issued.Id}", null, administer)).Result.ValueKind);
        Assert.Equal(401, (await reader.GetWithAsync(again.Result.GetProperty("value").GetString())).Status);
        Assert.Equal(
            "404 1001 credential_not_found",
            (await Api.SendAsync("DELETE", $"{credentials}/{issued.Id}", null, administer)).Error
        );
        Assert.Equal("400 1001 credential_name_empty", (await Api.SendAsync("POST", credentials, "{}", administer)).Error);

        await Api.DoAsync(new UnbindSecret(reader.Service, "KEY"));
        Assert.Equal(404, (await reader.GetAsync()).Status);
        Assert.Equal("[]", (await reader.GetAsync(Reader.Bindings)).Text);
    }

    private static (int, string) StatusAndText(RuntimeResponse response) => (response.Status, response.Text);
}
