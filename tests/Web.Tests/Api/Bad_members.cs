using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Bad_members(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private string _administer = "";
    private StoreId _store;

    private string All => $"{api.Account}/members";

    public async ValueTask InitializeAsync() => (_administer, _store) = (await api.TokenAsync(level: null), await api.StoreAsync());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string, string, string> Roles =>
        new()
        {
            { """ "x":1""", "roles_missing", "/roles" },
            { """ "roles":null""", "roles_missing", "/roles" },
            { """ "roles":"REPORTER" """, "invalid_json_body", "/roles" },
            { """ "roles":{}""", "invalid_json_body", "/roles" },
            { """ "roles":[1]""", "invalid_json_body", "/roles/0" },
            { """ "roles":[null]""", "invalid_json_body", "/roles/0" },
            { """ "roles":[{}]""", "invalid_json_body", "/roles/0" },
            { """ "roles":["REPORTER","Reporter"]""", "role_unknown", "/roles/1" },
            { """ "roles":[{"id":"00000000000000000000000000000000"}]""", "role_unknown", "/roles/0" },
            { """ "roles":["\ud800"]""", "invalid_json_body", "/roles/0" },
            { """ "roles":[],"store_roles":{}""", "invalid_json_body", "/store_roles" },
            { """ "roles":[],"store_roles":[1]""", "invalid_json_body", "/store_roles/0" },
            { """ "roles":[],"store_roles":[{"store_id":"STORE"}]""", "roles_missing", "/store_roles/0/roles" },
            { """ "roles":[],"store_roles":[{"store_id":"STORE","roles":["x"]}]""", "role_unknown", "/store_roles/0/roles/0" },
            { """ "roles":[],"store_roles":[{"store_id":1,"roles":["REPORTER"]}]""", "invalid_json_body", "/store_roles/0/store_id" },
            { """ "roles":[],"store_roles":[{"store_id":"x","roles":["REPORTER"]}]""", "role_store_unknown", "/store_roles/0/store_id" },
            { """ "roles":[],"store_roles":[{"store_id":"x","roles":[]}]""", "role_store_unknown", "/store_roles/0/store_id" },
            {
                """ "roles":[],"store_roles":[{"store_id":"00000000000000000000000000000000","roles":["REPORTER"]}]""",
                "role_store_unknown",
                "/store_roles"
            },
            { """ "roles":[],"store_roles":[{"store_id":"STORE","roles":["SUPER"]}]""", "super_administrator_on_store", "/store_roles" },
        };

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_request_with_invalid_roles_neither_invites_nor_changes_a_member(string roles, string message, string pointer)
    {
        var guest = WebTemplate.Members[^1].Id;
        var before = (await SendAsync("GET", $"{All}/{guest}")).Text;

        await RefusesAsync($$"""{"email":"new@example.org",{{roles}}}""", message, pointer);
        var changed = await SendAsync("PUT", $"{All}/{guest}", Filled($"{{{roles}}}"));

        Assert.Equal(($"400 1001 {message}", pointer), (changed.Error, changed.Pointers[0]));
        Assert.Equal(before, (await SendAsync("GET", $"{All}/{guest}")).Text);
    }

    [Theory]
    [InlineData("", "invalid_json_body", "")]
    [InlineData("[]", "invalid_json_body", "")]
    [InlineData("""{"roles":[]}""", "email_empty", "/email")]
    [InlineData("""{"email":null,"roles":[]}""", "email_empty", "/email")]
    [InlineData("""{"email":1,"roles":[]}""", "invalid_json_body", "/email")]
    [InlineData("""{"email":"nobody","roles":[]}""", "email_invalid", "/email")]
    [InlineData("""{"email":"a b@example.org","roles":[]}""", "email_invalid", "/email")]
    [InlineData("""{"email":"new@example.org","roles":[],"status":"accepted"}""", "member_status_invalid", "/status")]
    [InlineData("""{"email":"new@example.org","roles":[],"status":1}""", "invalid_json_body", "/status")]
    public async Task An_invitation_with_an_invalid_field_is_refused(string body, string message, string pointer) =>
        await RefusesAsync(body, message, pointer);

    [Fact]
    public async Task An_invitation_with_too_long_or_too_many_entries_is_refused()
    {
        await RefusesAsync($$"""{"email":"{{new string('a', 255)}}@example.org","roles":[]}""", "email_too_long", "/email");
        await RefusesAsync(
            $$"""{"email":"new@example.org","roles":[{{string.Join(',', Enumerable.Repeat("\"REPORTER\"", 21))}}]}""",
            "invalid_json_body",
            "/roles"
        );
        await RefusesAsync(
            $$"""{"email":"new@example.org","roles":[],"store_roles":[{{string.Join(',', Enumerable.Repeat("{}", 101))}}]}""",
            "invalid_json_body",
            "/store_roles"
        );
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("per_page=101")]
    [InlineData("order=password")]
    [InlineData("direction=up")]
    [InlineData("status=rejected")]
    [InlineData("status=")]
    [InlineData("status=pending&status=pending")]
    public async Task An_invalid_query_parameter_of_the_member_list_is_reported_by_name(string query) =>
        Assert.StartsWith(
            $"400 1001 invalid_query: {query.Split('=')[0]} must be",
            (await SendAsync("GET", $"{All}?{query}")).Error,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("me")]
    [InlineData("00000000000000000000000000000000")]
    public async Task An_unknown_member_or_role_id_is_not_found(string id)
    {
        foreach (var method in new[] { "GET", "PUT", "DELETE" })
        {
            Assert.Equal("404 1001 member_not_found", (await SendAsync(method, $"{All}/{id}", """{"roles":[]}""")).Error);
        }
        Assert.Equal("404 1001 role_not_found", (await SendAsync("GET", $"{api.Account}/roles/{id}")).Error);
    }

    private async Task RefusesAsync(string body, string message, string pointer)
    {
        var answer = await SendAsync("POST", All, Filled(body));

        Assert.Equal(($"400 1001 {message}", pointer), (answer.Error, answer.Pointers[0]));
        Assert.Empty((await api.DoAsync(new ViewMembers(null, new PageRequest(1, 25)))).Invitations);
    }

    private Task<Answer> SendAsync(string method, string path, string? json = null) => api.SendAsync(method, path, json, _administer);

    private string Filled(string body) =>
        body.Replace("REPORTER", RoleIds.Of(Access.Roles.Reporter), StringComparison.Ordinal)
            .Replace("SUPER", RoleIds.Of(Access.Roles.SuperAdministrator), StringComparison.Ordinal)
            .Replace("STORE", _store.Value, StringComparison.Ordinal);
}
