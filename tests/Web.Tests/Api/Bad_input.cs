using System.Net;
using System.Text;
using System.Text.Json;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Bad_input(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private const string Canary = "canary-3f9a";

    private StoreId _store;
    private SecretId _secret;

    private string All => $"{api.Stores}/{_store}/secrets";

    public async ValueTask InitializeAsync()
    {
        _store = await api.StoreAsync();
        _secret = await api.SecretAsync(_store, "TAKEN");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string, string, string?> Creations =>
        new()
        {
            { "", "invalid_json_body", "" },
            { "{", "invalid_json_body", "" },
            { "null", "invalid_json_body", "" },
            { "{}", "invalid_json_body", "" },
            { "[1]", "invalid_json_body", "/0" },
            { "[null]", "invalid_json_body", "/0" },
            { "[[]]", "invalid_json_body", "/0" },
            { "[]", "secrets_count", null },
            { "[{}] // comment", "invalid_json_body", "" },
            { "[{},]", "invalid_json_body", "" },
            { "[{}][{}]", "invalid_json_body", "" },
            { """[{"value":"V","scopes":["dex"]}]""", "secret_name_empty", "/0/name" },
            { """[{"name":null,"value":"V","scopes":["dex"]}]""", "secret_name_empty", "/0/name" },
            { """[{"name":1,"value":"V","scopes":["dex"]}]""", "invalid_json_body", "/0/name" },
            { """[{"name":["A"],"value":"V","scopes":["dex"]}]""", "invalid_json_body", "/0/name" },
            { """[{"name":"a b","value":"V","scopes":["dex"]}]""", "secret_name_invalid", "/0/name" },
            { """[{"name":"\ud800","value":"V","scopes":["dex"]}]""", "invalid_json_body", "/0/name" },
            { """[{"name":"TAKEN","value":"V","scopes":["dex"]}]""", "secret_name_already_exists: TAKEN", "/0/name" },
            { """[{"name":"A","scopes":["dex"]}]""", "secret_value_empty", "/0/value" },
            { """[{"name":"A","value":null,"scopes":["dex"]}]""", "secret_value_empty", "/0/value" },
            { """[{"name":"A","value":"","scopes":["dex"]}]""", "secret_value_empty", "/0/value" },
            { """[{"name":"A","value":7,"scopes":["dex"]}]""", "invalid_json_body", "/0/value" },
            { """[{"name":"A","value":{"V":"V"},"scopes":["dex"]}]""", "invalid_json_body", "/0/value" },
            { """[{"name":"A","value":"V\u0000","scopes":["dex"]}]""", "secret_value_invalid", "/0/value" },
            { """[{"name":"A","value":"V\udc00","scopes":["dex"]}]""", "secret_value_invalid", "/0/value" },
            { """[{"name":"A","value":"V"}]""", "secret_scopes_empty", "/0/scopes" },
            { """[{"name":"A","value":"V","scopes":[]}]""", "secret_scopes_empty", "/0/scopes" },
            { """[{"name":"A","value":"V","scopes":null}]""", "secret_scopes_empty", "/0/scopes" },
            { """[{"name":"A","value":"V","scopes":"dex"}]""", "invalid_json_body", "/0/scopes" },
            { """[{"name":"A","value":"V","scopes":["dex","Workers"]}]""", "secret_scope_invalid", "/0/scopes/1" },
            { """[{"name":"A","value":"V","scopes":["dex",null]}]""", "invalid_json_body", "/0/scopes/1" },
            { """[{"name":"A","value":"V","scopes":["dex"],"comment":{}}]""", "invalid_json_body", "/0/comment" },
            { """[{"name":"A","value":"V","scopes":["dex"],"comment":"\u0000"}]""", "secret_comment_invalid", "/0/comment" },
            { """[{"name":"A","name":"B","value":"V","scopes":["dex"]}]""", "invalid_json_body", "" },
            {
                """[{"name":"A","value":"V","scopes":["dex"]},{"name":"A","value":"V","scopes":["dex"]}]""",
                "secret_name_already_exists: A",
                "/1/name"
            },
            { """[{"name":"A","value":"V","scopes":["dex"]},{"name":"B","value":"V","scopes":[]}]""", "secret_scopes_empty", "/1/scopes" },
            {
                """[{"name":"A","value":"V","scopes":["dex"]},{"name":"B","value":"V","scopes":["dex"],"\ud800":1}]""",
                "invalid_json_body",
                ""
            },
            {
                """[{"name":"A","value":"V","scopes":["dex"]},{"\ud800ame":"B","val\udc00e":"V","scopes":["dex"]}]""",
                "invalid_json_body",
                ""
            },
            { """[{"name":"A","value":"V","scopes":["dex"],"x":{"\ud800":1}}]""", "invalid_json_body", "" },
            { """[{"name":"A","value":"V","scopes":["dex"],"x":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}]""", "invalid_json_body", "" },
        };

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task A_malformed_new_secret_is_reported_with_its_position_and_creates_nothing(string body, string message, string? pointer)
    {
        var answer = await api.SendAsync("POST", All, body.Replace("\"V", $"\"{Canary}", StringComparison.Ordinal));

        Assert.Equal($"400 {(message.Contains(':', StringComparison.Ordinal) ? 1003 : 1001)} {message}", answer.Error);
        Assert.Equal(pointer, answer.Pointers[0]);
        Assert.DoesNotContain(Canary, answer.Text, StringComparison.Ordinal);
        Assert.Equal(1, await api.CountAsync(_store));
    }

    [Fact]
    public async Task A_value_pasted_as_two_names_is_not_repeated_in_the_answer()
    {
        var pasted = $$"""{"name":"{{Canary}} and more","value":"V","scopes":["dex"]}""";

        var answer = await api.SendAsync("POST", All, $"[{pasted},{pasted}]");

        Assert.Equal(["/0/name", "/1/name"], answer.Pointers);
        Assert.DoesNotContain(Canary, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_of_a_request_are_reported_at_once()
    {
        var answer = await api.SendAsync(
            "POST",
            All,
            """[{"name":"a b","value":"","scopes":[]},{"name":"","value":"x","scopes":["dex"],"comment":"ok"}]"""
        );

        Assert.Equal(["/0/name", "/0/value", "/0/scopes", "/1/name"], answer.Pointers);
    }

    [Fact]
    public async Task A_request_with_a_too_long_field_or_too_many_secrets_is_refused_as_a_whole()
    {
        var name = await CreateAsync(new string('n', 256), "x", "");
        var value = await CreateAsync("A", new string('é', 40_000), "");
        var comment = await CreateAsync("A", "x", new string('c', 1_001));
        var most = await CreateAsync("MOST", new string('v', 65_536), new string('c', 1_000));
        var many = await api.SendAsync(
            "POST",
            All,
            $"[{string.Join(',', Enumerable.Range(0, 101).Select(i => $$"""{"name":"N{{i}}","value":"x","scopes":["dex"]}"""))}]"
        );

        Assert.Equal(
            ["400 1001 secret_name_too_long", "400 1001 secret_value_too_long", "400 1001 secret_comment_too_long"],
            [name.Error, value.Error, comment.Error]
        );
        Assert.Equal(HttpStatusCode.OK, most.Status);
        Assert.Equal("400 1001 secrets_count", many.Error);
        Assert.Equal(2, await api.CountAsync(_store));

        Task<Answer> CreateAsync(string name, string value, string comment) =>
            api.SendAsync(
                "POST",
                All,
                JsonSerializer.Serialize(
                    new[]
                    {
                        new
                        {
                            name,
                            value,
                            scopes = new[] { "dex" },
                            comment,
                        },
                    }
                )
            );
    }

    [Fact]
    public async Task A_value_in_the_longest_escaping_is_accepted_up_to_its_exact_limit()
    {
        var escaped = string.Concat(Enumerable.Repeat("\\u0061", 65_536));

        Assert.Equal(
            HttpStatusCode.OK,
            (await api.SendAsync("POST", All, $$"""[{"name":"LONG","value":"{{escaped}}","scopes":["dex"]}]""")).Status
        );
        Assert.Equal(
            "400 1001 secret_value_too_long",
            (await api.SendAsync("POST", All, $$"""[{"name":"LONGER","value":"{{escaped}}a","scopes":["dex"]}]""")).Error
        );
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_in_the_envelope()
    {
        using var large = new ByteArrayContent(new byte[1024 * 1024 + 1]);
        using var chunked = new StreamContent(new MemoryStream(new byte[1024 * 1024 + 1]));

        Assert.Equal("413 10413 The body is too large", (await api.SendBodyAsync("PATCH", $"{All}/{_secret}", large, api.Edit)).Error);
        Assert.Equal("413 10413 The body is too large", (await api.SendBodyAsync("PATCH", $"{All}/{_secret}", chunked, api.Edit)).Error);
    }

    [Fact]
    public async Task A_body_with_too_many_elements_is_refused_whatever_its_size_in_bytes()
    {
        const string Secret = """[{"name":"A","value":"x","scopes":["dex"],"x":MORE}]""";
        string[] bodies =
        [
            $"[{string.Join(',', Enumerable.Repeat("0", 20_000))}]",
            Secret.Replace(
                "MORE",
                $"{{{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"{i}\":0"))}}}",
                StringComparison.Ordinal
            ),
            new string('[', 500_000),
        ];

        foreach (var body in bodies)
        {
            Assert.Equal("400 1001 invalid_json_body", (await api.SendAsync("POST", All, body)).Error);
        }
        var much = Secret.Replace("MORE", $"[{string.Join(',', Enumerable.Repeat("0", 10_000))}]", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync("POST", All, much)).Status);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'[', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)']' })]
    [InlineData(new byte[] { (byte)'"', 0xC0, 0xAF, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'[', 0, (byte)']', 0 })]
    public async Task Bytes_that_are_not_utf8_are_refused_as_invalid_json(byte[] bytes)
    {
        using var body = new ByteArrayContent(bytes);

        Assert.Equal("400 1001 invalid_json_body", (await api.SendBodyAsync("POST", All, body, api.Edit)).Error);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain;charset=UTF-8")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task The_content_type_of_a_body_is_ignored(string? type)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"name":"store-{{Guid.NewGuid():N}}"}"""));
        if (type is not null)
        {
            body.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        Assert.Equal(HttpStatusCode.OK, (await api.SendBodyAsync("POST", api.Stores, body, api.Edit)).Status);
    }

    [Theory]
    [InlineData("POST", "", "")]
    [InlineData("POST", "", "[]")]
    [InlineData("POST", "", """[{"name":"a"},{"name":"b"}]""")]
    [InlineData("POST", "", """{"name":[]}""")]
    [InlineData("DELETE", "/STORE/secrets", "")]
    [InlineData("DELETE", "/STORE/secrets", """{"ids":"x"}""")]
    [InlineData("DELETE", "/STORE/secrets", """{"ids":[1]}""")]
    [InlineData("DELETE", "/STORE/secrets", """[1]""")]
    [InlineData("PATCH", "/STORE/secrets/SECRET", "[]")]
    [InlineData("PATCH", "/STORE/secrets/SECRET", """{"value":1}""")]
    [InlineData("PATCH", "/STORE/secrets/SECRET", """{"scopes":{}}""")]
    [InlineData("POST", "/STORE/secrets/SECRET/duplicate", "[]")]
    [InlineData("POST", "/STORE/secrets/SECRET/duplicate", """{"name":1}""")]
    public async Task A_body_of_the_wrong_shape_is_refused(string method, string path, string body)
    {
        var answer = await api.SendAsync(
            method,
            api.Stores
                + path.Replace("STORE", _store.Value, StringComparison.Ordinal).Replace("SECRET", _secret.Value, StringComparison.Ordinal),
            body
        );

        Assert.Equal("400 1001 invalid_json_body", answer.Error);
    }

    [Theory]
    [InlineData("""{"value":null}""", "secret_value_empty")]
    [InlineData("""{"value":""}""", "secret_value_empty")]
    [InlineData("""{"value":"x\ud800"}""", "secret_value_invalid")]
    [InlineData("""{"scopes":null}""", "secret_scopes_empty")]
    [InlineData("""{"scopes":["x"]}""", "secret_scope_invalid")]
    public async Task An_invalid_edit_changes_nothing(string body, string message)
    {
        var before = (await api.GetAsync($"{All}/{_secret}")).Text;

        Assert.Equal($"400 1001 {message}", (await api.SendAsync("PATCH", $"{All}/{_secret}", body)).Error);
        Assert.Equal(before, (await api.GetAsync($"{All}/{_secret}")).Text);
    }
}
