using System.Text.Json;

namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary><c>client.accounts.tokens</c> for a program that administers, and for one that does not.</summary>
public class Token_methods(ApiClientHost host)
{
    private const string Tokens = "accounts.tokens",
        Read = "Secrets Store Read",
        Write = "Secrets Store Write";

    private object Account => new { account_id = host.Account };

    [Theory]
    [InlineData(SdkVersion.Newest)]
    [InlineData(SdkVersion.Five)]
    internal async Task A_token_is_created_used_changed_rolled_and_deleted(SdkVersion version)
    {
        var client = host.With(TokenLevel.Edit, version);
        var name = TestObjects.NewName("token");
        var made = await client.DoAsync($"{Tokens}.create", await BodyAsync(name, Read));
        var id = made.Text("id");
        var first = host.WithToken(made.Text("value"));
        Assert.Equal(("active", name), (made.Text("status"), made.Text("name")));
        Assert.Equal(id, (await first.DoAsync($"{Tokens}.verify", Account)).Text("id"));
        (await first.TryAsync("secretsStore.stores.create", new { account_id = host.Account, name })).Refused(
            "PermissionDeniedError",
            403,
            10000,
            "Use a token with Manage or Edit"
        );

        await client.DoAsync($"{Tokens}.update", id, await BodyAsync(name, Write));
        await first.DoAsync("secretsStore.stores.create", new { account_id = host.Account, name });
        var got = await client.DoAsync($"{Tokens}.get", id, Account);
        Assert.Equal(Write, got.GetProperty("policies")[0].GetProperty("permission_groups")[0].Text("name"));
        Assert.DoesNotContain("value", got.Fields());

        var second = host.WithToken((await client.DoAsync($"{Tokens}.value.update", id, Account, new { body = new { } })).GetString()!);
        (await first.TryAsync("secretsStore.stores.list", Account)).Refused("AuthenticationError", 401, 1000, "Invalid API Token");
        await second.DoAsync("secretsStore.stores.list", Account);

        Assert.Equal(id, (await client.DoAsync($"{Tokens}.delete", id, Account)).Text("id"));
        (await second.TryAsync("secretsStore.stores.list", Account)).Refused("AuthenticationError", 401, 1000, "Invalid API Token");
        (await client.TryAsync($"{Tokens}.get", id, Account)).Refused("NotFoundError", 404, 1001, "token_not_found");
    }

    [Fact]
    public async Task A_list_over_several_pages_ends_and_holds_each_token_once()
    {
        string[] made = [await MakeAsync(), await MakeAsync(), await MakeAsync()];

        var listed = await host.FullAccess.EveryAsync(
            $"{Tokens}.list",
            new
            {
                account_id = host.Account,
                per_page = 2,
                direction = "asc",
            }
        );

        var ids = listed.Select(token => token.Text("id")).ToList();
        Assert.Equal(made, ids.Where(made.Contains));
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(listed, token => Assert.DoesNotContain("value", token.Fields()));
    }

    [Fact]
    public async Task The_permission_groups_are_listed_and_found_by_name()
    {
        var all = await host.FullAccess.EveryAsync($"{Tokens}.permissionGroups.list", Account);
        var one = await host.FullAccess.DoAsync($"{Tokens}.permissionGroups.get", new { account_id = host.Account, name = Read });

        Assert.Equal(
            [Read, "Secrets Store Bind", "Secrets Store Manage", Write, "Account Administer"],
            all.Select(group => group.Text("name"))
        );
        Assert.Equal("5e33b7d77788455c9fdf18cbd38ee5a0", Assert.Single(one.EnumerateArray()).Text("id"));
    }

    [Fact]
    public async Task Verifying_a_disabled_token_reports_that_it_is_disabled()
    {
        var made = await host.FullAccess.DoAsync($"{Tokens}.create", await BodyAsync(TestObjects.NewName("off"), Read));
        await host.FullAccess.DoAsync($"{Tokens}.update", made.Text("id"), await BodyAsync("off", Read, status: "disabled"));

        Assert.Equal("disabled", (await host.WithToken(made.Text("value")).DoAsync($"{Tokens}.verify", Account)).Text("status"));
    }

    [Fact]
    public async Task A_deny_policy_or_an_unknown_resource_is_rejected_instead_of_ignored()
    {
        var policies = new[]
        {
            new
            {
                effect = "deny",
                permission_groups = new[] { new { id = await GroupAsync(Read) } },
                resources = WholeAccount,
            },
        };
        var zone = new[]
        {
            new
            {
                effect = "allow",
                permission_groups = new[] { new { id = await GroupAsync(Read) } },
                resources = new Dictionary<string, string> { [$"com.cloudflare.api.account.zone.{TestObjects.UnknownId}"] = "*" },
            },
        };

        (
            await host.FullAccess.TryAsync(
                $"{Tokens}.create",
                new
                {
                    account_id = host.Account,
                    name = "no",
                    policies,
                }
            )
        ).Refused("BadRequestError", 400, 1001, "token_effect_invalid");
        (
            await host.FullAccess.TryAsync(
                $"{Tokens}.create",
                new
                {
                    account_id = host.Account,
                    name = "no",
                    policies = zone,
                }
            )
        ).Refused("BadRequestError", 400, 1001, "token_resource_unknown");
    }

    [Fact]
    public async Task A_token_without_the_permission_administer_is_rejected_with_the_permission_that_it_needs()
    {
        var reader = host.With(TokenLevel.Read);

        (await reader.TryAsync($"{Tokens}.list", Account)).Refused("PermissionDeniedError", 403, 10000, "Use a token with Administer");
        (await reader.TryAsync($"{Tokens}.create", await BodyAsync("more", Write))).Refused(
            "PermissionDeniedError",
            403,
            10000,
            "Use a token with Administer"
        );
        (await reader.TryAsync($"{Tokens}.permissionGroups.list", Account)).Refused(
            "PermissionDeniedError",
            403,
            10000,
            "Use a token with Administer"
        );
    }

    [Fact]
    public async Task No_token_can_manage_a_members_own_tokens()
    {
        var own = host.WithToken(await host.OwnersTokenAsync());

        SdkResult[] refused =
        [
            await own.TryAsync("user.tokens.list"),
            await own.TryAsync("user.tokens.create", new { name = "more", policies = Array.Empty<object>() }),
            await own.TryAsync("user.tokens.get", TestObjects.UnknownId),
            await own.TryAsync("user.tokens.update", TestObjects.UnknownId, new { name = "more", policies = Array.Empty<object>() }),
            await own.TryAsync("user.tokens.delete", TestObjects.UnknownId),
            await own.TryAsync("user.tokens.value.update", TestObjects.UnknownId, new { body = new { } }),
            await own.TryAsync("user.tokens.permissionGroups.list"),
        ];

        Assert.All(refused, answer => answer.Refused("PermissionDeniedError", 403, 10000, "Tokens may not do this: use the dashboard."));
    }

    private Dictionary<string, string> WholeAccount => new() { [$"com.cloudflare.api.account.{host.Account}"] = "*" };

    private async Task<string> MakeAsync() =>
        (await host.FullAccess.DoAsync($"{Tokens}.create", await BodyAsync(TestObjects.NewName("token"), Read))).Text("id");

    private async Task<object> BodyAsync(string name, string group, string status = "active") =>
        new
        {
            account_id = host.Account,
            name,
            status,
            policies = new[]
            {
                new
                {
                    effect = "allow",
                    permission_groups = new[] { new { id = await GroupAsync(group) } },
                    resources = WholeAccount,
                },
            },
        };

    private async Task<string> GroupAsync(string name) =>
        (await host.FullAccess.EveryAsync($"{Tokens}.permissionGroups.list", Account))
            .Single(group => group.Text("name") == name)
            .Text("id");
}
