using System.Text.Json;

namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary><c>client.accounts.members</c> and <c>.roles</c>.</summary>
public class Member_methods(ApiClientHost host)
{
    private const string Members = "accounts.members",
        Roles = "accounts.roles";

    private object Account => new { account_id = host.Account };

    [Theory]
    [InlineData(SdkVersion.Newest)]
    [InlineData(SdkVersion.Five)]
    internal async Task A_member_is_invited_found_as_pending_and_removed(SdkVersion version)
    {
        var client = host.With(TokenLevel.Edit, version);
        var email = $"{TestObjects.NewName("guest")}@example.org";
        var role = await RoleAsync("Secrets Store Reporter");

        var invited = await client.DoAsync(
            $"{Members}.create",
            new
            {
                account_id = host.Account,
                email,
                roles = new[] { role },
            }
        );
        var id = invited.Text("id");

        Assert.Equal((email, "pending", email), (invited.Text("email"), invited.Text("status"), invited.GetProperty("user").Text("email")));
        Assert.StartsWith("/invitation/", invited.GetProperty("invitation").Text("path"), StringComparison.Ordinal);
        Assert.Equal(role, (await client.DoAsync($"{Members}.get", id, Account)).GetProperty("roles")[0].Text("id"));
        Assert.Contains(
            id,
            (
                await client.EveryAsync(
                    $"{Members}.list",
                    new
                    {
                        account_id = host.Account,
                        status = "pending",
                        per_page = 1,
                    }
                )
            ).Select(member => member.Text("id"))
        );

        Assert.Equal(id, (await client.DoAsync($"{Members}.delete", id, Account)).Text("id"));
        (await client.TryAsync($"{Members}.get", id, Account)).Refused("NotFoundError", 404, 1001, "member_not_found");
    }

    [Fact]
    public async Task Updating_a_member_gives_roles_and_cannot_remove_the_last_super_administrator()
    {
        var owner = await OwnerAsync();
        var (super, admin) = (await RoleAsync("Super Administrator"), await RoleAsync("Secrets Store Admin"));

        var both = await host.FullAccess.DoAsync(
            $"{Members}.update",
            owner,
            new { account_id = host.Account, roles = new[] { new { id = super }, new { id = admin } } }
        );
        var refused = await host.FullAccess.TryAsync(
            $"{Members}.update",
            owner,
            new { account_id = host.Account, roles = new[] { new { id = admin } } }
        );
        var again = await host.FullAccess.DoAsync(
            $"{Members}.update",
            owner,
            new { account_id = host.Account, roles = new[] { new { id = super } } }
        );

        Assert.Equal([super, admin], RolesOf(both));
        refused.Refused("BadRequestError", 400, 1001, "last_super_administrator");
        Assert.Equal([super], RolesOf(again));
        (await host.FullAccess.TryAsync($"{Members}.delete", owner, Account)).Refused(
            "BadRequestError",
            400,
            1001,
            "last_super_administrator"
        );
    }

    [Fact]
    public async Task Inviting_an_existing_member_or_inviting_with_an_unknown_role_is_rejected()
    {
        var taken = await host.FullAccess.TryAsync(
            $"{Members}.create",
            new
            {
                account_id = host.Account,
                email = ApiClientHost.Owner,
                roles = Array.Empty<string>(),
            }
        );
        var unknown = await host.FullAccess.TryAsync(
            $"{Members}.create",
            new
            {
                account_id = host.Account,
                email = "new@example.org",
                roles = new[] { TestObjects.UnknownId },
            }
        );

        taken.Refused("BadRequestError", 400, 1003, "member_already_exists");
        unknown.Refused("BadRequestError", 400, 1001, "role_unknown");
    }

    [Fact]
    public async Task The_roles_are_listed_and_found_with_their_permissions()
    {
        var all = await host.FullAccess.EveryAsync($"{Roles}.list", Account);
        var deployer = await host.FullAccess.DoAsync($"{Roles}.get", all[2].Text("id"), Account);

        Assert.Equal(
            ["Super Administrator", "Secrets Store Admin", "Secrets Store Deployer", "Secrets Store Reporter"],
            all.Select(role => role.Text("name"))
        );
        Assert.Equal(all[2].GetRawText(), deployer.GetRawText());
        Assert.True(deployer.GetProperty("permissions").GetProperty("bindings").GetProperty("write").GetBoolean());
        Assert.False(deployer.GetProperty("permissions").GetProperty("secrets").GetProperty("write").GetBoolean());
        (await host.FullAccess.TryAsync($"{Roles}.get", TestObjects.UnknownId, Account)).Refused(
            "NotFoundError",
            404,
            1001,
            "role_not_found"
        );
    }

    [Fact]
    public async Task A_token_without_the_permission_administer_cannot_list_members_or_roles()
    {
        (await host.With(TokenLevel.Manage).TryAsync($"{Members}.list", Account)).Refused(
            "PermissionDeniedError",
            403,
            10000,
            "Use a token with Administer"
        );
        (await host.With(TokenLevel.Bind).TryAsync($"{Roles}.list", Account)).Refused(
            "PermissionDeniedError",
            403,
            10000,
            "Use a token with Administer"
        );
    }

    private async Task<string> OwnerAsync() =>
        (await host.FullAccess.EveryAsync($"{Members}.list", Account))
            .Single(member => member.Text("email") == ApiClientHost.Owner)
            .Text("id");

    private async Task<string> RoleAsync(string name) =>
        (await host.FullAccess.EveryAsync($"{Roles}.list", Account)).Single(role => role.Text("name") == name).Text("id");

    private static IEnumerable<string> RolesOf(JsonElement member) =>
        member.GetProperty("roles").EnumerateArray().Select(role => role.Text("id"));
}
