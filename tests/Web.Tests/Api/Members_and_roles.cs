using System.Net;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Members_and_roles(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private static readonly string Admin = RoleIds.Of(Roles.Admin),
        Reporter = RoleIds.Of(Roles.Reporter),
        SuperAdministrator = RoleIds.Of(Roles.SuperAdministrator);

    private string _administer = "";

    private string All => $"{api.Account}/members";

    public async ValueTask InitializeAsync() => _administer = await api.TokenAsync(level: null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_invited_person_joins_by_the_link_and_keeps_their_id()
    {
        var email = NewEmail();
        var invited = await InviteAsync(email, Reporter);

        Assert.Equal(
            ["id", "email", "status", "user", "roles", "store_roles", "invitation"],
            invited.Result.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(
            ["id", "email", "first_name", "last_name", "two_factor_authentication_enabled"],
            invited.Result.GetProperty("user").EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal((email, "pending", "Secrets Store Reporter"), Facts(invited.Result));
        var pending = await SendAsync("GET", $"{All}/{invited.Id}");
        Assert.Equal((email, "pending", "Secrets Store Reporter"), Facts(pending.Result));
        Assert.False(pending.Result.TryGetProperty("invitation", out _));

        var path = invited.Result.GetProperty("invitation").GetProperty("path").GetString()!;
        using (var guest = api.Host.Visit())
        {
            Assert.Contains(email, await guest.ReadAsync(path), StringComparison.Ordinal);
        }
        await AcceptAsync(path);

        Assert.Equal((email, "accepted", "Secrets Store Reporter"), Facts((await SendAsync("GET", $"{All}/{invited.Id}")).Result));
        Assert.Equal("400 1003 member_already_exists", (await InviteAsync(email)).Error);
    }

    [Fact]
    public async Task A_member_is_given_other_roles_and_removed()
    {
        var (email, id) = await JoinedAsync();
        var one = $"{All}/{id}";

        var changed = await SendAsync("PUT", one, $$"""{"roles":[{"id":"{{Admin}}"},{"id":"{{Reporter}}"}]}""");
        Assert.Equal((email, "accepted", "Secrets Store Admin,Secrets Store Reporter"), Facts(changed.Result));
        Assert.Equal(changed.Result.GetRawText(), (await SendAsync("GET", one)).Result.GetRawText());
        Assert.Equal("", Facts((await SendAsync("PUT", one, """{"roles":[]}""")).Result).Roles);
        Assert.Equal(Roles.None, (await api.DoAsync(new GetMember(new MemberId(id)))).Roles);

        Assert.Equal(id, (await SendAsync("DELETE", one)).Id);
        Assert.Equal("404 1001 member_not_found", (await SendAsync("GET", one)).Error);
        Assert.Equal("404 1001 member_not_found", (await SendAsync("DELETE", one)).Error);
    }

    [Fact]
    public async Task Store_roles_can_be_given_and_stay_unchanged_when_a_change_does_not_name_them()
    {
        var (_, id) = await JoinedAsync();
        var store = await api.StoreAsync();
        var given = await SendAsync(
            "PUT",
            $"{All}/{id}",
            $$"""{"roles":[],"store_roles":[{"store_id":"{{store}}","roles":["{{Admin}}"]}]}"""
        );

        var kept = await SendAsync("PUT", $"{All}/{id}", $$"""{"roles":["{{Reporter}}"]}""");
        var taken = await SendAsync("PUT", $"{All}/{id}", $$"""{"roles":["{{Reporter}}"],"store_roles":[]}""");

        Assert.Equal(
            (store.Value, "Secrets Store Admin"),
            (
                given.Result.GetProperty("store_roles")[0].GetProperty("store_id").GetString(),
                Names(given.Result.GetProperty("store_roles")[0])
            )
        );
        Assert.Equal(given.Result.GetProperty("store_roles").GetRawText(), kept.Result.GetProperty("store_roles").GetRawText());
        Assert.Equal(0, taken.Result.GetProperty("store_roles").GetArrayLength());
    }

    [Fact]
    public async Task An_invitation_can_be_withdrawn_and_its_link_then_fails()
    {
        var invited = await InviteAsync(NewEmail(), Reporter);

        Assert.StartsWith(
            "400 1001 member_still_invited: ",
            (await SendAsync("PUT", $"{All}/{invited.Id}", """{"roles":[]}""")).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(invited.Id, (await SendAsync("DELETE", $"{All}/{invited.Id}")).Id);

        Assert.Equal("404 1001 member_not_found", (await SendAsync("GET", $"{All}/{invited.Id}")).Error);
        Assert.IsType<Failed<InvitationView>>(
            await api.Vault.Gate.AskAsync(
                Caller.Anonymous(null),
                new GetInvitation(LinkOf(invited.Result.GetProperty("invitation").GetProperty("path").GetString()!))
            )
        );
    }

    [Fact]
    public async Task The_member_list_pages_members_and_invitations_together()
    {
        string[] invited = [(await InviteAsync("zz-" + NewEmail())).Id, (await InviteAsync("aa-" + NewEmail())).Id];

        var all = await SendAsync("GET", $"{All}?per_page=100");
        var pending = Ids(await SendAsync("GET", $"{All}?per_page=100&status=pending"));
        var accepted = Ids(await SendAsync("GET", $"{All}?per_page=100&status=accepted"));
        var byStatus = Ids(await SendAsync("GET", $"{All}?per_page=100&order=status"));
        var last = await SendAsync("GET", $"{All}?per_page=100&order=user.email&direction=desc");

        Assert.Equal(all.Info.GetProperty("total_count").GetInt32(), pending.Count + accepted.Count);
        Assert.Equal(Ids(all).Order(), pending.Concat(accepted).Order());
        Assert.Equal(accepted.Concat(pending), byStatus);
        Assert.Equal(Ids(all), Ids(last).AsEnumerable().Reverse());
        Assert.True(pending.IndexOf(invited[1]) < pending.IndexOf(invited[0]));
        Assert.Contains(WebTemplate.Members[0].Id.Value, accepted);
        Assert.Equal(Ids(all)[2..4], Ids(await SendAsync("GET", $"{All}?per_page=2&page=2")));
        Assert.Equal(0, (await SendAsync("GET", $"{All}?page=1000")).Result.GetArrayLength());
    }

    [Fact]
    public async Task The_last_super_administrator_cannot_be_removed_or_lose_the_role()
    {
        var owner = $"{All}/{WebTemplate.Members[0].Id}";

        Assert.StartsWith(
            $"400 1001 last_super_administrator: {WebTemplate.Members[0].Email} is the last enabled Super Administrator.",
            (await SendAsync("DELETE", owner)).Error,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "400 1001 last_super_administrator: ",
            (await SendAsync("PUT", owner, """{"roles":[]}""")).Error,
            StringComparison.Ordinal
        );
        Assert.Equal("Super Administrator", Facts((await SendAsync("GET", owner)).Result).Roles);
    }

    [Fact]
    public async Task A_token_without_the_administer_permission_cannot_invite_and_learns_what_is_needed()
    {
        var answer = await api.SendAsync("POST", All, $$"""{"email":"{{NewEmail()}}","roles":["{{SuperAdministrator}}"]}""");

        Assert.Equal(
            "403 10000 Authentication error: the authorization check failed. Needs Administer. This token has Edit. "
                + "Use a token with Administer.",
            answer.Error
        );
    }

    [Fact]
    public async Task The_role_list_describes_the_permissions_of_all_four_roles()
    {
        var list = await SendAsync("GET", $"{api.Account}/roles");

        Assert.Equal(
            ["Super Administrator", "Secrets Store Admin", "Secrets Store Deployer", "Secrets Store Reporter"],
            list.Result.EnumerateArray().Select(r => r.GetProperty("name").GetString())
        );
        Assert.Equal(["id", "name", "description", "permissions"], list.Result[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            "+secrets+stores-services-bindings/credentials-activity/audit/members/account_tokens+own_tokens",
            Permissions(list, Admin)
        );
        Assert.Equal(
            "-secrets-stores+services+bindings/credentials-activity/audit/members/account_tokens+own_tokens",
            Permissions(list, RoleIds.Of(Roles.Deployer))
        );
        Assert.Equal(
            "-secrets-stores-services-bindings/credentials-activity-audit-members/account_tokens+own_tokens",
            Permissions(list, Reporter)
        );
        Assert.Equal(
            "+secrets+stores+services+bindings+credentials-activity-audit+members+account_tokens+own_tokens",
            Permissions(list, SuperAdministrator)
        );
        Assert.Equal(list.Result[1].GetRawText(), (await SendAsync("GET", $"{api.Account}/roles/{Admin}")).Result.GetRawText());
        Assert.Equal("404 1001 role_not_found", (await SendAsync("GET", $"{api.Account}/roles/{WebTemplate.Members[0].Id}")).Error);
        Assert.Equal(0, (await SendAsync("GET", $"{api.Account}/roles?page=2")).Result.GetArrayLength());
    }

    [Fact]
    public void Every_operation_that_a_role_allows_belongs_to_an_area()
    {
        var opened = Rulebook
            .Table.Where(r =>
                (r.Allowed & (Grounds.SuperAdministrator | Grounds.Admin | Grounds.Deployer | Grounds.Reporter)) != Grounds.None
            )
            .SelectMany(r => r.Acts);

        Assert.Equal(opened.Order(), SecretsDashboard.Web.Api.RoleAreas.All.SelectMany(a => a.Read.Concat(a.Write)).Distinct().Order());
    }

    private Task<Answer> SendAsync(string method, string path, string? json = null) => api.SendAsync(method, path, json, _administer);

    private Task<Answer> InviteAsync(string email, params string[] roles) =>
        SendAsync("POST", All, $$"""{"email":"{{email}}","roles":[{{string.Join(',', roles.Select(r => $"\"{r}\""))}}]}""");

    private async Task<(string Email, string Id)> JoinedAsync()
    {
        var email = NewEmail();
        var invited = await InviteAsync(email);
        await AcceptAsync(invited.Result.GetProperty("invitation").GetProperty("path").GetString()!);
        return (email, invited.Id);
    }

    private async Task AcceptAsync(string path)
    {
        using var password = Plaintext.TryFrom(SampleMember.Password);
        using var again = Plaintext.TryFrom(SampleMember.Password);
        WebTemplate.Done(await api.Vault.Gate.AskAsync(Caller.Anonymous(null), new AcceptInvitation(LinkOf(path), password, again)));
    }

    private static string LinkOf(string path) => path["/invitation/".Length..];

    private static string NewEmail() => $"{Guid.NewGuid():N}@example.org";

    private static (string Email, string Status, string Roles) Facts(System.Text.Json.JsonElement member) =>
        (member.GetProperty("email").GetString()!, member.GetProperty("status").GetString()!, Names(member));

    private static string Names(System.Text.Json.JsonElement holder) =>
        string.Join(',', holder.GetProperty("roles").EnumerateArray().Select(r => r.GetProperty("name").GetString()));

    /// <summary>Each area with + for writing, - for reading alone, / for neither.</summary>
    private static string Permissions(Answer list, string role) =>
        string.Concat(
            list.Result.EnumerateArray()
                .Single(r => r.GetProperty("id").GetString() == role)
                .GetProperty("permissions")
                .EnumerateObject()
                .Select(a =>
                    (
                        a.Value.GetProperty("write").GetBoolean() ? "+"
                        : a.Value.GetProperty("read").GetBoolean() ? "-"
                        : "/"
                    ) + a.Name
                )
        );

    private static List<string> Ids(Answer answer) => [.. answer.Result.EnumerateArray().Select(t => t.GetProperty("id").GetString()!)];
}
