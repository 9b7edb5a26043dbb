using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Runtime;

/// <summary>A service receives each change under its names, whatever made it, and no change of other services.</summary>
public sealed class Changes_of_bindings : VaultTestWithReader
{
    [Fact]
    public Task Binding_a_secret_is_reported_to_the_service() =>
        AssertReportedAsync(() => Host.DoAsync(Host.Owner, new BindSecret(Service, Secret, "ANOTHER")), "ANOTHER 1");

    [Fact]
    public Task Unbinding_a_secret_is_reported_to_the_service() =>
        AssertReportedAsync(() => Host.DoAsync(Host.Owner, new UnbindSecret(Service, "KEY")), "KEY gone");

    [Fact]
    public Task A_new_value_is_reported_to_the_service() =>
        AssertReportedAsync(
            () => Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, new NewValue(Plaintext.TryFrom("newer")))),
            "KEY 2"
        );

    [Fact]
    public async Task Rebinding_a_name_to_another_secret_is_reported_once()
    {
        var other = await Host.SecretAsync(Store, "OTHER");
        await AssertReportedAsync(
            async () =>
            {
                await Host.DoAsync(Host.Owner, new UnbindSecret(Service, "KEY"));
                await Host.DoAsync(Host.Owner, new BindSecret(Service, other, "KEY"));
            },
            "KEY 1"
        );
    }

    [Fact]
    public async Task Narrowing_and_widening_a_secrets_scopes_are_each_reported()
    {
        await AssertReportedAsync(
            () => Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, Scopes: Scopes.Dex, Force: true)),
            "KEY gone"
        );
        await AssertReportedAsync(() => Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, Scopes: Scopes.Workers)), "KEY 1");
    }

    [Fact]
    public Task A_forced_deletion_of_the_secret_is_reported_to_the_service() =>
        AssertReportedAsync(() => Host.DoAsync(Host.Owner, new DeleteSecret(Secret, Force: true)), "KEY gone");

    [Fact]
    public Task Deleting_several_secrets_is_reported_to_the_service() =>
        AssertReportedAsync(() => Host.DoAsync(Host.Owner, new DeleteSecrets(Store, [Secret], Force: true)), "KEY gone");

    [Fact]
    public Task A_forced_deletion_of_the_store_is_reported_to_the_service() =>
        AssertReportedAsync(() => Host.DoAsync(Host.Owner, new DeleteStore(Store, Force: true)), "KEY gone");

    [Fact]
    public async Task A_change_without_effect_on_the_service_is_not_reported()
    {
        await AssertReportedAsync(() =>
            Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, Description: new() { Comment = "noted" }))
        );
        await AssertReportedAsync(() => Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, Scopes: Scopes.Workers)));
        await AssertReportedAsync(() => Host.SecretAsync(Store, "UNBOUND"));
        await Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        await AssertReportedAsync(() =>
            Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, new NewValue(Plaintext.TryFrom("beyond its reach"))))
        );
    }

    [Fact]
    public async Task A_change_that_failed_is_not_reported() =>
        await AssertReportedAsync(async () => Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteSecret(Secret)), "secret_in_use"));

    [Fact]
    public async Task A_change_to_another_services_bindings_is_never_reported()
    {
        var other = await Host.ServiceAsync(Scopes.Workers, name: "other");
        var secret = await Host.SecretAsync(Store, "OTHER");
        await AssertReportedAsync(async () =>
        {
            await Host.DoAsync(Host.Owner, new BindSecret(other, secret, "KEY"));
            await Host.DoAsync(Host.Owner, new EditSecret(secret, Revision: null, new NewValue(Plaintext.TryFrom("newer"))));
        });
        await AssertReportedAsync(() => Host.DoAsync(Host.Owner, new RemoveService(other, Force: true)));
    }

    [Fact]
    public async Task A_name_that_changed_often_is_reported_once_in_the_order_of_the_last_changes()
    {
        await AssertReportedAsync(
            async () =>
            {
                await Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, new NewValue(Plaintext.TryFrom("two"))));
                await Host.DoAsync(Host.Owner, new BindSecret(Service, Secret, "ANOTHER"));
                await Host.DoAsync(Host.Owner, new UnbindSecret(Service, "KEY"));
            },
            "ANOTHER 2",
            "KEY gone"
        );
    }

    [Fact]
    public async Task Changes_of_a_stores_own_service_are_deleted_together_with_its_store()
    {
        var within = await Host.ServiceAsync(Scopes.Workers, Store, "within");
        await Host.DoAsync(Host.Owner, new BindSecret(within, Secret, "KEY"));
        await Host.DoAsync(Host.Owner, new DeleteStore(Store, Force: true));

        await using var db = Host.OpenDb();
        Assert.Equal([Service.Value], await db.BindingChanges.Select(c => c.ServiceId).Distinct().ToListAsync());
    }

    /// <summary>Runs the action and checks the changes that the service receives, each as its name and the current version.</summary>
    private async Task AssertReportedAsync(Func<Task> doing, params string[] expected)
    {
        var before = (await Host.ReadChangesAsync(Caller)).Position;
        await doing();
        var batch = await Host.ReadChangesAsync(Caller, $"{before}");

        Assert.False(batch.MustReadAll);
        Assert.Equal(expected, batch.Changes.Select(c => $"{c.Name} {(c.Version is { } version ? $"{version}" : "gone")}"));
        Assert.Equal(
            batch,
            await Host.Vault.Gate.ContinueAsync(Caller, before, TestContext.Current.CancellationToken),
            (one, other) => one.Changes.SequenceEqual(other!.Changes) && one.Position == other.Position
        );
    }
}
