using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Deleting_secrets : InAWorld
{
    private StoreId _store;
    private SecretId _secret;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await World.StoreAsync();
        _secret = await World.SecretAsync(_store, "API_KEY");
    }

    [Fact]
    public async Task The_values_are_destroyed_and_the_metadata_stays_as_a_deleted_row()
    {
        await World.DoAsync(World.Boss, new DeleteSecret(_secret));

        await using var db = World.OpenDb();
        Assert.Empty(await db.SecretVersions.ToListAsync());
        Assert.Equal(SecretStatus.Deleted, (await World.DoAsync(World.Boss, new GetSecret(_secret))).Status);
        Assert.Equal(0, await CountAsync(new SecretFilter()));
        Assert.Equal(1, await CountAsync(new SecretFilter(Status: SecretStatus.Deleted)));
    }

    [Fact]
    public async Task Its_name_is_free_again()
    {
        await World.DoAsync(World.Boss, new DeleteSecret(_secret));

        await World.SecretAsync(_store, "API_KEY");
    }

    [Fact]
    public async Task A_bound_secret_is_kept_and_what_depends_on_it_is_listed()
    {
        var service = await World.ServiceAsync(Scopes.Workers, name: "worker");
        await World.BindingAsync(service, _secret, "KEY");

        var problems = Expect.Failed(await World.AskAsync(World.Boss, new DeleteSecret(_secret)), "secret_in_use");

        Assert.Equal([new Dependant(service, "worker", Scopes.Workers, "KEY", "API_KEY")], problems[0].Dependants);
        Assert.Equal("a value", await StoredValue.OfAsync(World, _secret));
    }

    [Fact]
    public async Task By_force_it_goes_and_the_binding_stays_broken()
    {
        await World.BindingAsync(await World.ServiceAsync(Scopes.Workers), _secret, "KEY");

        await World.DoAsync(World.Boss, new DeleteSecret(_secret, Force: true));

        var detail = await World.DoAsync(World.Boss, new GetSecret(_secret));
        Assert.True(detail.Bindings.Single().Broken);
        Assert.Contains("\"bindings_broken\":1", (await World.AuditAsync()).Last(a => a.Act == Act.DeleteSecret).Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_twice_is_told_the_second_time()
    {
        await World.DoAsync(World.Boss, new DeleteSecret(_secret));

        Expect.Failed(await World.AskAsync(World.Boss, new DeleteSecret(_secret)), "secret_not_found");
    }

    [Theory]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task Who_does_not_keep_secrets_does_not_delete_them(Roles roles) =>
        Expect.Refused(await World.AskAsync(await World.MemberAsync(roles), new DeleteSecret(_secret, Force: true)));

    [Fact]
    public async Task A_secret_of_another_store_is_as_good_as_absent()
    {
        var admin = await World.MemberAsync(Roles.None, (await World.StoreAsync("other"), Roles.Admin));

        Expect.Outside(await World.AskAsync(admin, new DeleteSecret(_secret, Force: true)));
    }

    private async Task<int> CountAsync(SecretFilter filter) => (await World.DoAsync(World.Boss, new ListSecrets(filter, new PageRequest(1, 25)))).Total;
}
