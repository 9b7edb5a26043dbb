using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Deleting_secrets : VaultTest
{
    private StoreId _store;
    private SecretId _secret;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
        _secret = await Host.SecretAsync(_store, "API_KEY");
    }

    [Fact]
    public async Task Deleting_a_secret_destroys_its_values_and_keeps_its_metadata_as_a_deleted_row()
    {
        await Host.DoAsync(Host.Owner, new DeleteSecret(_secret));

        await using var db = Host.OpenDb();
        Assert.Empty(await db.SecretVersions.ToListAsync());
        Assert.Equal(SecretStatus.Deleted, (await Host.DoAsync(Host.Owner, new GetSecret(_secret))).Status);
        Assert.Equal(0, await CountAsync(new SecretFilter()));
        Assert.Equal(1, await CountAsync(new SecretFilter(Status: SecretStatus.Deleted)));
    }

    [Fact]
    public async Task The_name_of_a_deleted_secret_is_free_again()
    {
        await Host.DoAsync(Host.Owner, new DeleteSecret(_secret));

        await Host.SecretAsync(_store, "API_KEY");
    }

    [Fact]
    public async Task Deleting_a_bound_secret_is_rejected_and_lists_its_dependants()
    {
        var service = await Host.ServiceAsync(Scopes.Workers, name: "worker");
        await Host.BindingAsync(service, _secret, "KEY");

        var problems = Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteSecret(_secret)), "secret_in_use");

        Assert.Equal([new Dependant(service, "worker", Scopes.Workers, "KEY", "API_KEY")], problems[0].Dependants);
        Assert.Equal("a value", await StoredValue.OfAsync(Host, _secret));
    }

    [Fact]
    public async Task A_forced_deletion_removes_a_bound_secret_and_leaves_the_binding_broken()
    {
        await Host.BindingAsync(await Host.ServiceAsync(Scopes.Workers), _secret, "KEY");

        await Host.DoAsync(Host.Owner, new DeleteSecret(_secret, Force: true));

        var detail = await Host.DoAsync(Host.Owner, new GetSecret(_secret));
        Assert.True(detail.Bindings.Single().Broken);
        Assert.Contains(
            "\"bindings_broken\":1",
            (await Host.AuditAsync()).Last(a => a.Act == Act.DeleteSecret).Details,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Deleting_a_secret_twice_fails_the_second_time()
    {
        await Host.DoAsync(Host.Owner, new DeleteSecret(_secret));

        Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteSecret(_secret)), "secret_not_found");
    }

    [Theory]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task A_deployer_or_reporter_cannot_delete_a_secret(Roles roles) =>
        Expect.Refused(await Host.AskAsync(await Host.MemberAsync(roles), new DeleteSecret(_secret, Force: true)));

    [Fact]
    public async Task Deleting_a_secret_outside_reach_is_answered_as_if_it_did_not_exist()
    {
        var admin = await Host.MemberAsync(Roles.None, (await Host.StoreAsync("other"), Roles.Admin));

        Expect.Outside(await Host.AskAsync(admin, new DeleteSecret(_secret, Force: true)));
    }

    private async Task<int> CountAsync(SecretFilter filter) =>
        (await Host.DoAsync(Host.Owner, new ListSecrets(filter, new PageRequest(1, 25)))).Total;
}
