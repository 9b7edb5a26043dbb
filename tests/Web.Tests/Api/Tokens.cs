using System.Net;
using System.Text.Json;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Tokens(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private string _administer = "";

    private string All => $"{api.Account}/tokens";

    public async ValueTask InitializeAsync() => _administer = await api.TokenAsync(level: null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_token_can_be_issued_read_changed_rolled_and_deleted()
    {
        var made = await SendAsync("POST", All, Body("first"));
        var value = made.Result.GetProperty("value").GetString()!;
        var one = $"{All}/{made.Id}";

        Assert.Equal(
            ["id", "name", "status", "policies", "issued_on", "modified_on", "expires_on", "value"],
            made.Result.EnumerateObject().Select(p => p.Name)
        );
        Assert.True(TokenText.IsWhole(TokenText.ApiToken, value));
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(api.Stores, value)).Status);

        var got = await SendAsync("GET", one);
        Assert.DoesNotContain("value", got.Result.EnumerateObject().Select(p => p.Name));
        Assert.NotEmpty(got.Result.GetProperty("last_used_on").GetString()!);

        var edited = await SendAsync("PUT", one, Body("second", "Secrets Store Write"));
        Assert.Equal(("second", "Secrets Store Write"), (edited.Result.GetProperty("name").GetString(), Groups(edited)));
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync("POST", api.Stores, $$"""{"name":"{{Guid.NewGuid():N}}"}""", value)).Status);

        var rolled = (await SendAsync("PUT", $"{one}/value")).Result.GetString()!;
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync(api.Stores, value)).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(api.Stores, rolled)).Status);

        var deleted = await SendAsync("DELETE", one);
        Assert.Equal(["id"], deleted.Result.EnumerateObject().Select(p => p.Name));
        Assert.Equal("401 1000 Invalid API Token", (await api.GetAsync(api.Stores, rolled)).Error);
        Assert.Equal("404 1001 token_not_found", (await SendAsync("GET", one)).Error);
    }

    [Fact]
    public async Task The_token_list_is_paged_and_shows_neither_values_nor_members_own_tokens()
    {
        var own = await api.DoAsync(new CreateToken(TokenSide.Own, new TokenInput("own", TokenLevel.Read)));
        string[] made = [(await SendAsync("POST", All, Body("one"))).Id, (await SendAsync("POST", All, Body("two"))).Id];

        var newest = await SendAsync("GET", $"{All}?per_page=2");
        var oldest = await SendAsync("GET", $"{All}?per_page=100&direction=asc");

        Assert.Equal(made.Reverse(), Ids(newest));
        Assert.Equal(made, Ids(oldest)[^2..]);
        Assert.DoesNotContain(own.Token.Id.Value, Ids(oldest));
        Assert.Equal(oldest.Result.GetArrayLength(), newest.Info.GetProperty("total_count").GetInt32());
        Assert.DoesNotContain("\"value\"", oldest.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await SendAsync("GET", $"{All}?page=1000")).Result.GetArrayLength());
    }

    [Fact]
    public async Task A_token_limited_to_stores_reaches_only_these_stores()
    {
        StoreId[] stores = [await api.StoreAsync(), await api.StoreAsync()];

        var made = await SendAsync(
            "POST",
            All,
            Body("limited", "Secrets Store Read", [.. stores.Select(s => $"com.cloudflare.secrets_store.store.{s}")])
        );

        var policy = Assert.Single(made.Result.GetProperty("policies").EnumerateArray());
        Assert.Equal(
            stores.Select(s => $"com.cloudflare.secrets_store.store.{s}").Order(),
            policy.GetProperty("resources").EnumerateObject().Select(r => r.Name).Order()
        );
        var token = made.Result.GetProperty("value").GetString();
        Assert.Equal(stores.Select(s => s.Value).Order(), Ids(await api.GetAsync(api.Stores, token)).Order());
        await api.StoreAsync();
        Assert.Equal(2, (await api.GetAsync(api.Stores, token)).Result.GetArrayLength());
    }

    [Theory]
    [InlineData("Secrets Store Read", TokenLevel.Read, false)]
    [InlineData("Secrets Store Bind", TokenLevel.Bind, false)]
    [InlineData("Secrets Store Manage", TokenLevel.Manage, false)]
    [InlineData("Secrets Store Write", TokenLevel.Edit, false)]
    [InlineData("Account Administer", null, true)]
    [InlineData("Secrets Store Bind,Secrets Store Manage", TokenLevel.Edit, false)]
    [InlineData("Secrets Store Write,Secrets Store Read", TokenLevel.Edit, false)]
    [InlineData("Secrets Store Read,Secrets Store Bind", TokenLevel.Bind, false)]
    [InlineData("Secrets Store Manage,Account Administer", TokenLevel.Manage, true)]
    public async Task A_token_has_the_combined_permissions_of_its_groups(string groups, TokenLevel? level, bool administer)
    {
        var together = (await SendAsync("POST", All, Body("together", groups))).Id;
        var apart = (
            await SendAsync(
                "POST",
                All,
                $$"""{"name":"apart","policies":[{{string.Join(',', groups.Split(',').Select(g => Policy([g], WholeAccount)))}}]}"""
            )
        ).Id;

        foreach (var id in new[] { together, apart })
        {
            var token = await api.DoAsync(new GetToken(TokenSide.Account, new TokenId(id)));
            Assert.Equal((level, administer), (token.Level, token.Administer));
        }
    }

    [Fact]
    public async Task A_token_that_was_read_can_be_written_back_without_any_change()
    {
        var made = await SendAsync(
            "POST",
            All,
            $$"""
            {"name":"whole","policies":[{{Policy(["Secrets Store Write", "Account Administer"], WholeAccount)}}],
             "condition":{"request_ip":{"in":["10.0.0.0/8","127.0.0.1"],"not_in":["10.9.0.0/16"]} },
             "not_before":"2020-01-01T00:00:00+01:00","expires_on":"2199-12-31T23:59:59.5Z"}
            """
        );
        var before = (await SendAsync("GET", $"{All}/{made.Id}")).Result;

        var after = (await SendAsync("PUT", $"{All}/{made.Id}", before.GetRawText())).Result;

        Assert.Equal(
            ("2019-12-31T23:00:00.000Z", "2199-12-31T23:59:59.500Z"),
            (before.GetProperty("not_before").GetString(), before.GetProperty("expires_on").GetString())
        );
        Assert.Equal(
            """{"request_ip":{"in":["10.0.0.0/8","127.0.0.1/32"],"not_in":["10.9.0.0/16"]}}""",
            before.GetProperty("condition").GetRawText()
        );
        Assert.All(
            before.EnumerateObject().Where(p => p.Name != "modified_on"),
            p => Assert.Equal(p.Value.GetRawText(), after.GetProperty(p.Name).GetRawText())
        );
    }

    [Fact]
    public async Task A_token_ends_after_90_days_by_default_and_a_change_keeps_its_end()
    {
        var usual = await SendAsync("POST", All, Body("usual"));
        var never = await SendAsync(
            "POST",
            All,
            Body("never").Replace("{\"name\"", "{\"expires_on\":null,\"name\"", StringComparison.Ordinal)
        );
        var changed = await SendAsync("PUT", $"{All}/{usual.Id}", Body("changed"));

        Assert.Equal(TimeSpan.FromDays(90), Expires(usual) - usual.Result.GetProperty("issued_on").GetDateTimeOffset());
        Assert.False(never.Result.TryGetProperty("expires_on", out _));
        Assert.Equal(Expires(usual), Expires(changed));
    }

    [Fact]
    public async Task A_status_disables_a_token_and_a_change_without_a_status_does_not_enable_it()
    {
        var one = $"{All}/{(await SendAsync("POST", All, Body("on"))).Id}";

        Assert.Equal("disabled", Status(await SendAsync("PUT", one, Body("off", status: "disabled"))));
        Assert.Equal("disabled", Status(await SendAsync("PUT", one, Body("renamed"))));
        Assert.Equal("active", Status(await SendAsync("PUT", one, Body("on again", status: "active"))));
    }

    [Fact]
    public async Task A_members_own_token_can_be_deleted_by_its_id_but_not_changed_or_rolled()
    {
        var own = await api.DoAsync(new CreateToken(TokenSide.Own, new TokenInput("own", TokenLevel.Read)));
        var one = $"{All}/{own.Token.Id}";

        Assert.StartsWith(
            $"400 1001 token_of_member: This is {WebTemplate.Members[0].Email}'s own token",
            (await SendAsync("PUT", one, Body("mine"))).Error,
            StringComparison.Ordinal
        );
        Assert.StartsWith("400 1001 token_of_member: ", (await SendAsync("PUT", $"{one}/value")).Error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(api.Stores, own.Text)).Status);
        Assert.Equal(own.Token.Id.Value, (await SendAsync("DELETE", one)).Id);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync(api.Stores, own.Text)).Status);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("GET", "/permission_groups")]
    [InlineData("GET", "/TOKEN")]
    [InlineData("PUT", "/TOKEN")]
    [InlineData("DELETE", "/TOKEN")]
    [InlineData("PUT", "/TOKEN/value")]
    public async Task A_token_cannot_manage_a_members_own_tokens_and_the_refusal_says_why(string method, string path)
    {
        var own = await api.DoAsync(new CreateToken(TokenSide.Own, new TokenInput("own", TokenLevel.Edit)));

        var answer = await api.SendAsync(
            method,
            $"/client/v4/user/tokens{path.Replace("TOKEN", own.Token.Id.Value, StringComparison.Ordinal)}",
            "{",
            own.Text
        );

        Assert.Equal(
            "403 10000 Authentication error: the authorization check failed. Needs Super Administrator, Admin, Deployer or Reporter. "
                + "This token has Edit. Tokens may not do this: use the dashboard.",
            answer.Error
        );
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(api.Stores, own.Text)).Status);
    }

    [Fact]
    public async Task Permission_groups_can_be_listed_and_filtered_by_name_and_scope()
    {
        var all = await SendAsync("GET", $"{All}/permission_groups");
        var named = await SendAsync("GET", $"{All}/permission_groups?name=secrets%20store%20read");

        Assert.Equal(
            PermissionGroup.All.Select(g => (g.Id, g.Name)),
            all.Result.EnumerateArray().Select(g => (g.GetProperty("id").GetString()!, g.GetProperty("name").GetString()!))
        );
        Assert.Equal("5e33b7d77788455c9fdf18cbd38ee5a0", Assert.Single(named.Result.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(5, (await SendAsync("GET", $"{All}/permission_groups?scope=com.cloudflare.api.account")).Result.GetArrayLength());
        Assert.Equal(0, (await SendAsync("GET", $"{All}/permission_groups?scope=com.cloudflare.api.account.zone")).Result.GetArrayLength());
    }

    [Fact]
    public async Task Each_token_request_leaves_one_row_that_never_contains_a_value()
    {
        var made = await SendAsync("POST", All, Body("audited"));
        var rolled = await SendAsync("PUT", $"{All}/{made.Id}/value");

        var rows = await api.DoAsync(new ListAudit(new AuditFilter(TargetId: made.Id)));
        Assert.Equal([Act.ManageAccountTokens, Act.ManageAccountTokens], rows.Rows.Select(r => r.Act!.Value));
        Assert.Equal(
            new[] { made, rolled }.Select(a => a.Message.Headers.GetValues("X-Request-Id").Single()).Order(),
            rows.Rows.Select(r => r.RequestId).Order()
        );
        Assert.DoesNotContain("sdt_", string.Join('\n', rows.Rows), StringComparison.Ordinal);
    }

    private string WholeAccount => $"com.cloudflare.api.account.{api.Vault.AccountId}";

    private Task<Answer> SendAsync(string method, string path, string? json = null) => api.SendAsync(method, path, json, _administer);

    private string Body(string name, string groups = "Secrets Store Read", string[]? resources = null, string? status = null) =>
        $$"""{"name":"{{name}}",{{(status is null ? "" : $"\"status\":\"{status}\",")}}"policies":"""
        + $$"""[{{Policy(groups.Split(','), resources ?? [WholeAccount])}}]}""";

    private static string Policy(string[] groups, params string[] resources) =>
        JsonSerializer.Serialize(
            new
            {
                effect = "allow",
                permission_groups = groups.Select(name => new { id = PermissionGroup.All.Single(g => g.Name == name).Id }),
                resources = resources.ToDictionary(r => r, _ => "*"),
            }
        );

    private static string Groups(Answer answer) =>
        string.Join(
            ',',
            answer
                .Result.GetProperty("policies")[0]
                .GetProperty("permission_groups")
                .EnumerateArray()
                .Select(g => g.GetProperty("name").GetString())
        );

    private static string? Status(Answer answer) => answer.Result.GetProperty("status").GetString();

    private static DateTimeOffset Expires(Answer answer) => answer.Result.GetProperty("expires_on").GetDateTimeOffset();

    private static List<string> Ids(Answer answer) => [.. answer.Result.EnumerateArray().Select(t => t.GetProperty("id").GetString()!)];
}
