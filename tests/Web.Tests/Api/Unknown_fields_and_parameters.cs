using System.Net;
using System.Text;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>A misspelt parameter or member is seen, and never widens what a change does.</summary>
public sealed class Unknown_fields_and_parameters(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private string _token = "";
    private StoreId _store;

    private string All => $"{api.Stores}/{_store}/secrets";

    public async ValueTask InitializeAsync()
    {
        _token = (await api.TokenAsync(new TokenInput("all", TokenLevel.Edit, Administer: true, Expires: Expiry.Never))).Text;
        _store = await api.StoreAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("nmae=X", "nmae")]
    [InlineData("filter[name]=X&page=1", "filter[name]")]
    [InlineData("include_expired=true", "include_expired")]
    [InlineData("unknown", "unknown")]
    public async Task An_unknown_query_parameter_is_ignored_and_reported_by_name(string query, string name)
    {
        var expected = $"unknown_query_parameter: {name} is unknown and was ignored, so it filters nothing.";

        Assert.Equal(expected, Assert.Single((await api.GetAsync($"{All}?{query}")).Messages));
        Assert.Equal(expected, Assert.Single((await api.GetAsync($"{api.Stores}/{_store}?{query.Split('&')[0]}")).Messages));
        Assert.Equal(expected, Assert.Single((await api.GetAsync($"/client/v4/accounts?{query}")).Messages));
        Assert.Equal(
            expected,
            Assert.Single(
                (
                    await api.SendAsync(
                        "POST",
                        $"{All}?{query.Split('&')[0]}",
                        $$"""[{"name":"N{{Guid.NewGuid():N}}","value":"x","scopes":["dex"]}]"""
                    )
                ).Messages
            )
        );
    }

    [Theory]
    [InlineData("a%20b=1", "1 is")]
    [InlineData("%3Cscript%3E=1&%C3%A4=2", "2 are")]
    [InlineData("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn=1", "1 is")]
    [InlineData("=1", "1 is")]
    public async Task An_unknown_query_parameter_without_a_plain_name_is_only_counted(string query, string count)
    {
        var answer = await api.GetAsync($"{All}?{query}");

        Assert.StartsWith($"unknown_query_parameter: {count} unknown", Assert.Single(answer.Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page=1&per_page=5&order=name&direction=asc&search=x&scopes=dex&scopes=workers")]
    [InlineData("scopes[]=dex&name=x")]
    [InlineData("Page=1&PER_PAGE=2")]
    [InlineData("")]
    public async Task Known_query_parameters_are_not_reported_as_unknown(string query) =>
        Assert.Empty((await api.GetAsync($"{All}?{query}")).Messages);

    [Theory]
    [InlineData("DELETE", "/secrets_store/stores/{store_id}/secrets/{secret_id}", "froce=true", "froce")]
    [InlineData("DELETE", "/secrets_store/stores/{store_id}/secrets", "name=FREE", "name")]
    [InlineData("DELETE", "/secrets_store/stores/{store_id}", "status=empty", "status")]
    [InlineData("PATCH", "/secrets_store/stores/{store_id}/secrets/{secret_id}", "if_version=1", "if_version")]
    [InlineData("PUT", "/tokens/{token_id}", "dry_run=true", "dry_run")]
    [InlineData("PUT", "/tokens/{token_id}/value", "a%20b=1", "an unknown name")]
    [InlineData("DELETE", "/services/{service_id}/bindings/{name}", "store_id=x", "store_id")]
    [InlineData("DELETE", "/workers/scripts/{script_name}", "version=1", "version")]
    [InlineData("DELETE", "/members/{member_id}", "role=x", "role")]
    public async Task An_unknown_query_parameter_of_a_change_is_refused(string method, string path, string query, string name)
    {
        var sample = await ApiSampleData.MakeAsync(api);
        var address = api.Account + sample.Fill(method, path);
        var (joined, digest) = ($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}", api.Host.Rows());

        var answer = await api.SendAsync(method, joined, sample.BodyOf($"{method} {path}"), _token);

        Assert.StartsWith($"400 1001 invalid_query: {name} is not a parameter of this request", answer.Error, StringComparison.Ordinal);
        Assert.Equal(digest + 1, api.Host.Rows());
        Assert.InRange((int)(await api.SendAsync(method, address, sample.BodyOf($"{method} {path}"), _token)).Status, 200, 202);
    }

    [Fact]
    public async Task An_unknown_query_parameter_does_not_stop_an_upload()
    {
        using var form = Upload.Form("""{"main_module":"index.js","bindings":[],"observability":{},"unheard_of":1}""");

        var answer = await api.SendBodyAsync(
            "PUT",
            $"{api.Account}/workers/scripts/w-{Guid.NewGuid():N}?excludeScript=true&bindings_inherit=strict",
            form,
            api.Edit
        );

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.All(answer.Messages, m => Assert.StartsWith("unknown_query_parameter: ", m, StringComparison.Ordinal));
        Assert.DoesNotContain("unheard_of", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_body_field_is_named_when_it_looks_like_a_name_and_counted_otherwise()
    {
        var created = await api.SendAsync(
            "POST",
            All,
            """[{"name":"ONE","value":"x","scopes":["dex"],"coment":"lost","Value2":"v","hunter2!":1},{"name":"TWO","value":"x","scopes":"""
                + """["dex"],"coment":"lost"}]"""
        );
        var id = created.Result[0].GetProperty("id").GetString();

        Assert.Equal(
            ["unknown_member: coment is unknown and was ignored.", "unknown_member: 2 more are unknown and were ignored."],
            created.Messages
        );
        Assert.DoesNotContain("hunter2", created.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("lost", created.Text, StringComparison.Ordinal);
        Assert.Equal(
            "unknown_member: coment is unknown and was ignored.",
            Assert.Single((await api.SendAsync("PATCH", $"{All}/{id}", """{"coment":"x"}""")).Messages)
        );
        Assert.Contains(
            "unknown_member: vlaue is unknown and was ignored.",
            (await api.SendAsync("POST", All, """[{"name":"BAD","vlaue":"x","scopes":["dex"]}]""")).Messages
        );
        Assert.Contains(
            "ignored",
            Assert.Single((await api.SendAsync("PATCH", $"{All}/{id}", $$"""{"{{new string('n', 41)}}":"x"}""")).Messages),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("POST", "/services", """{"name":"N","kind":"dex","store_id":null}""")]
    [InlineData("POST", "/members", """{"email":"E","roles":[],"store_roles":[],"status":"pending"}""")]
    [InlineData(
        "POST",
        "/services/{service_id}/credentials",
        """{"name":"n","expires_on":null,"condition":{"request_ip":{"in":["10.0.0.0/8"],"not_in":[]}}}"""
    )]
    [InlineData(
        "PATCH",
        "/secrets_store/stores/{store_id}/secrets/{secret_id}",
        """{"name":"FREE","value":"x","scopes":["dex"],"comment":"c"}"""
    )]
    public async Task Known_body_fields_are_not_reported_as_unknown(string method, string path, string body)
    {
        var sample = await ApiSampleData.MakeAsync(api);
        var unique = body.Replace("\"N\"", $"\"{Guid.NewGuid():N}\"", StringComparison.Ordinal)
            .Replace("\"E\"", $"\"{Guid.NewGuid():N}@example.org\"", StringComparison.Ordinal);

        var answer = await api.SendAsync(method, api.Account + sample.Fill(method, path), unique, _token);

        Assert.Equal((HttpStatusCode.OK, 0), (answer.Status, answer.Messages.Count));
    }

    [Fact]
    public async Task Unknown_names_are_not_reported_to_a_caller_who_is_refused()
    {
        var read = await api.TokenAsync(TokenLevel.Read);

        Assert.Empty((await api.SendAsync("POST", $"{All}?nmae=x", """[{"coment":"x"}]""", read)).Messages);
        Assert.Empty((await api.GetAsync($"{All}?nmae=x", "sdt_guess")).Messages);
    }

    [Fact]
    public async Task A_name_filter_finds_exact_matches_in_every_list()
    {
        var sample = await ApiSampleData.MakeAsync(api);
        var (store, service) = ($"{api.Stores}/{sample.Store}", $"{api.Account}/services/{sample.Service}");
        var storeName = (await api.GetAsync(store)).Result.GetProperty("name").GetString()!;
        await api.SecretAsync(sample.Store, "FREE_TOO");
        await api.DoAsync(new IssueCredential(sample.Unbound, new CredentialInput("sample 2")));
        var unique = $"token {Guid.NewGuid():N}";
        await api.TokenAsync(new TokenInput(unique, TokenLevel.Read));
        await api.TokenAsync(new TokenInput(unique + " too", TokenLevel.Read));
        var bound = (await api.GetAsync($"{store}/secrets?name=BOUND")).Result[0].GetProperty("id").GetString();
        (string List, string Name, string Parameter)[] lists =
        [
            (api.Stores, storeName, "name"),
            ($"{store}/secrets", "FREE", "name"),
            ($"{api.Account}/services", sample.Worker, "name"),
            ($"{service}/bindings", "BINDING", "name"),
            ($"{store}/secrets/{bound}/bindings", "BINDING", "name"),
            ($"{api.Account}/services/{sample.Unbound}/credentials", "sample", "name"),
            ($"{api.Account}/tokens", unique, "name"),
            ($"{api.Account}/roles", "Secrets Store Deployer", "name"),
            ($"{api.Account}/tokens/permission_groups", "Secrets Store Read", "name"),
            ("/client/v4/accounts", "Secrets Dashboard", "name"),
            ($"{api.Account}/members", WebTemplate.Members[1].Email, "email"),
            ($"{api.Account}/ai-gateway/gateways/{sample.Gateway}/provider_configs", "default", "alias"),
        ];
        foreach (var (list, name, parameter) in lists)
        {
            var found = await api.GetAsync($"{list}?{parameter}={Uri.EscapeDataString(name)}", _token);
            Assert.All(found.Result.EnumerateArray(), r => Assert.Equal(name, r.GetProperty(parameter).GetString()));
            Assert.Equal((list, list.EndsWith("/services", StringComparison.Ordinal) ? 2 : 1), (list, found.Result.GetArrayLength()));
            Assert.Equal((list, found.Result.GetArrayLength()), (list, found.Info.GetProperty("total_count").GetInt32()));
            Assert.Empty(found.Messages);
            foreach (var other in new[] { name[..^1], name + "x", "%25", "" })
            {
                Assert.Equal(
                    (list, other, 0),
                    (list, other, (await api.GetAsync($"{list}?{parameter}={Uri.EscapeDataString(other)}", _token)).Result.GetArrayLength())
                );
            }
            Assert.Equal(
                $"400 1001 invalid_query: {parameter} must be given once.",
                (await api.GetAsync($"{list}?{parameter}=a&{parameter}=b", _token)).Error
            );
        }
    }

    [Fact]
    public async Task A_body_may_begin_with_one_byte_order_mark_and_UTF_16_is_refused_by_name()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF];
        using var marked = new ByteArrayContent([
            .. mark,
            .. Encoding.UTF8.GetBytes("""[{"name":"MARKED","value":"x","scopes":["dex"]}]"""),
        ]);
        using var twice = new ByteArrayContent([.. mark, .. mark, .. "{}"u8]);
        using var only = new ByteArrayContent(mark);

        Assert.Equal(HttpStatusCode.OK, (await api.SendBodyAsync("POST", All, marked, api.Edit)).Status);
        Assert.Contains(
            "not valid JSON in UTF-8",
            (await api.SendBodyAsync("POST", All, twice, api.Edit)).Messages[0],
            StringComparison.Ordinal
        );
        Assert.Equal("400 1001 invalid_json_body", (await api.SendBodyAsync("POST", All, only, api.Edit)).Error);
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            foreach (var prefix in new[] { encoding.GetPreamble(), [] })
            {
                using var wide = new ByteArrayContent([.. prefix, .. encoding.GetBytes("""{"name":"x"}""")]);
                var answer = await api.SendBodyAsync("POST", api.Stores, wide, api.Edit);
                Assert.Equal(
                    ("400 1001 invalid_json_body", "The body is in UTF-16. Send it in UTF-8."),
                    (answer.Error, answer.Messages[0])
                );
            }
        }
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_metadata_of_an_upload_is_accepted()
    {
        using var form = Upload.Form("\uFEFF{\"main_module\":\"index.js\",\"bindings\":[]}");

        Assert.Equal(
            HttpStatusCode.OK,
            (await api.SendBodyAsync("PUT", $"{api.Account}/workers/scripts/w-{Guid.NewGuid():N}", form, api.Edit)).Status
        );
    }
}
