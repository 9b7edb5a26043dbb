using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Stores;

public sealed class Managing_stores : VaultTest
{
    [Theory]
    [InlineData("", "store_name_empty")]
    [InlineData("two words", "store_name_invalid")]
    [InlineData("sтore", "store_name_invalid")]
    [InlineData("..", "store_name_invalid")]
    [InlineData("name\n", "store_name_invalid")]
    public async Task An_invalid_store_name_is_rejected_at_the_name_field(string name, string code) =>
        Assert.Equal("Name", Expect.Failed(await Host.AskAsync(Host.Owner, new CreateStore(name)), code)[0].Field);

    [Fact]
    public async Task A_store_name_is_unique()
    {
        await Host.StoreAsync("prod");

        Expect.Failed(await Host.AskAsync(Host.Owner, new CreateStore("prod")), "store_name_already_exists");
    }

    [Fact]
    public async Task An_admin_of_one_store_cannot_create_another_store()
    {
        var admin = await Host.MemberAsync(Roles.None, (await Host.StoreAsync(), Roles.Admin));

        Expect.Refused(await Host.AskAsync(admin, new CreateStore("second")));
    }

    [Fact]
    public async Task A_store_counts_its_secrets_services_and_bindings_without_deleted_secrets()
    {
        var store = await Host.StoreAsync();
        var kept = await Host.SecretAsync(store, "KEPT");
        await Host.DoAsync(Host.Owner, new DeleteSecret(await Host.SecretAsync(store, "GONE")));
        await Host.BindingAsync(await Host.ServiceAsync(Scopes.Workers, store), kept, "KEY");

        var detail = await Host.DoAsync(Host.Owner, new GetStore(store));

        Assert.Equal((1, 1, 1), (detail.Secrets, detail.Services, detail.Bound));
    }

    [Fact]
    public async Task The_holders_of_roles_on_a_store_are_shown_only_to_those_who_may_view_members()
    {
        var store = await Host.StoreAsync();
        var admin = await Host.MemberAsync(Roles.None, (store, Roles.Admin | Roles.Deployer));

        Assert.Equal(
            [new StoreHolder(admin.Id, admin.Email, Roles.Admin | Roles.Deployer)],
            (await Host.DoAsync(Host.Owner, new GetStore(store))).Holders
        );
        Assert.Null((await Host.DoAsync(admin, new GetStore(store))).Holders);
        Assert.Null((await Host.DoAsync(await Host.MemberAsync(Roles.Admin), new GetStore(store))).Holders);
    }

    [Fact]
    public async Task A_store_outside_reach_is_answered_as_if_it_did_not_exist()
    {
        var store = await Host.StoreAsync();
        var admin = await Host.MemberAsync(Roles.None, (await Host.StoreAsync("other"), Roles.Admin));

        Expect.Outside(await Host.AskAsync(admin, new GetStore(store)));
        Expect.Outside(await Host.AskAsync(admin, new DeleteStore(store, Force: true)));
        await using var db = Host.OpenDb();
        Assert.Equal(2, await db.Stores.CountAsync());
    }
}
