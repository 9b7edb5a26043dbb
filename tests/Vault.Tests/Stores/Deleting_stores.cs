using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Stores;

public sealed class Deleting_stores : VaultTest
{
    private StoreId _store;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
    }

    [Fact]
    public async Task Deleting_an_empty_store_also_deletes_its_deleted_secrets()
    {
        await Host.DoAsync(Host.Owner, new DeleteSecret(await Host.SecretAsync(_store, "GONE")));

        await Host.DoAsync(Host.Owner, new DeleteStore(_store));

        await using var db = Host.OpenDb();
        Assert.Equal((0, 0), (await db.Stores.CountAsync(), await db.Secrets.CountAsync()));
    }

    [Fact]
    public async Task A_store_with_secrets_or_services_cannot_be_deleted_without_force()
    {
        var other = await Host.StoreAsync("with-a-service");
        await Host.SecretAsync(_store, "API_KEY");
        await Host.ServiceAsync(Scopes.Workers, other);

        Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteStore(_store)), "store_not_empty");
        Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteStore(other)), "store_not_empty");
    }

    [Fact]
    public async Task Deleting_a_store_lists_the_bindings_that_would_break()
    {
        var service = await Host.ServiceAsync(Scopes.Workers, name: "worker");
        await Host.BindingAsync(service, await Host.SecretAsync(_store, "API_KEY"), "KEY");

        var problems = Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteStore(_store)), "store_not_empty");

        Assert.Equal([new Dependant(service, "worker", Scopes.Workers, "KEY", "API_KEY")], problems[0].Dependants);
    }

    [Fact]
    public async Task A_forced_deletion_of_a_store_removes_everything_but_leaves_account_bindings_broken()
    {
        var secret = await Host.SecretAsync(_store, "API_KEY");
        await Host.BindingAsync(await Host.ServiceAsync(Scopes.Workers, _store), secret, "KEY");
        await Host.BindingAsync(await Host.ServiceAsync(Scopes.Workers, name: "worker"), secret, "KEY");

        await Host.DoAsync(Host.Owner, new DeleteStore(_store, Force: true));

        await using var db = Host.OpenDb();
        Assert.Equal(
            (0, 0, 1, 1),
            (
                await db.Secrets.CountAsync(),
                await db.SecretVersions.CountAsync(),
                await db.Services.CountAsync(),
                await db.Bindings.CountAsync()
            )
        );
        Assert.Contains("\"bindings_broken\":1", (await Host.LastAuditAsync()).Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_a_store_ends_the_roles_on_it_and_notifies_their_holders_open_pages()
    {
        var admin = await Host.MemberAsync(Roles.None, (_store, Roles.Admin));
        var notified = new List<MemberId>();
        Host.Vault.Gate.AccessChanged += notified.Add;

        await Host.DoAsync(Host.Owner, new DeleteStore(_store));

        Assert.Equal([admin.Id], notified);
        Expect.Refused(await Host.AskAsync(admin, new ListSecrets(new SecretFilter(), new PageRequest(1, 25))));
    }

    [Fact]
    public async Task A_role_on_a_store_alone_does_not_allow_deleting_it() =>
        Expect.Refused(await Host.AskAsync(await Host.MemberAsync(Roles.None, (_store, Roles.Admin)), new DeleteStore(_store)));
}
