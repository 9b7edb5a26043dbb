using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Stores;

public sealed class Keeping_stores : InAWorld
{
    [Theory]
    [InlineData("", "store_name_empty")]
    [InlineData("two words", "store_name_invalid")]
    [InlineData("sтore", "store_name_invalid")]
    [InlineData("..", "store_name_invalid")]
    [InlineData("name\n", "store_name_invalid")]
    public async Task A_bad_name_is_a_problem_beside_the_name(string name, string code) =>
        Assert.Equal("Name", Expect.Failed(await World.AskAsync(World.Boss, new CreateStore(name)), code)[0].Field);

    [Fact]
    public async Task A_name_exists_once()
    {
        await World.StoreAsync("prod");

        Expect.Failed(await World.AskAsync(World.Boss, new CreateStore("prod")), "store_name_already_exists");
    }

    [Fact]
    public async Task An_admin_of_one_store_makes_no_others()
    {
        var admin = await World.MemberAsync(Roles.None, (await World.StoreAsync(), Roles.Admin));

        Expect.Refused(await World.AskAsync(admin, new CreateStore("second")));
    }

    [Fact]
    public async Task A_store_counts_what_lives_in_it_and_deleted_secrets_are_not_that()
    {
        var store = await World.StoreAsync();
        var kept = await World.SecretAsync(store, "KEPT");
        await World.DoAsync(World.Boss, new DeleteSecret(await World.SecretAsync(store, "GONE")));
        await World.BindingAsync(await World.ServiceAsync(Scopes.Workers, store), kept, "KEY");

        var detail = await World.DoAsync(World.Boss, new GetStore(store));

        Assert.Equal((1, 1, 1), (detail.Secrets, detail.Services, detail.Bound));
    }

    [Fact]
    public async Task Who_holds_roles_on_it_is_told_only_to_those_who_may_view_members()
    {
        var store = await World.StoreAsync();
        var admin = await World.MemberAsync(Roles.None, (store, Roles.Admin | Roles.Deployer));

        Assert.Equal([new StoreHolder(admin.Id, admin.Email, Roles.Admin | Roles.Deployer)], (await World.DoAsync(World.Boss, new GetStore(store))).Holders);
        Assert.Null((await World.DoAsync(admin, new GetStore(store))).Holders);
        Assert.Null((await World.DoAsync(await World.MemberAsync(Roles.Admin), new GetStore(store))).Holders);
    }

    [Fact]
    public async Task Another_store_is_as_good_as_absent()
    {
        var store = await World.StoreAsync();
        var admin = await World.MemberAsync(Roles.None, (await World.StoreAsync("other"), Roles.Admin));

        Expect.Outside(await World.AskAsync(admin, new GetStore(store)));
        Expect.Outside(await World.AskAsync(admin, new DeleteStore(store, Force: true)));
        await using var db = World.OpenDb();
        Assert.Equal(2, await db.Stores.CountAsync());
    }
}
