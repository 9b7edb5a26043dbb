using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Storage.Sqlite;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Tests.Runtime;

/// <summary>A change wakes only the followers of the services that it affects.</summary>
public sealed class Notifying_followers : VaultTestWithReader
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    private ChangePoller _poller = null!;
    private ServiceId _other;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _other = await Host.ServiceAsync(Scopes.Workers, name: "other");
        _poller = new ChangePoller(Host.Vault.Tools.Database);
        Assert.Null(Poll()); // Nothing is known at the first poll, so all followers have to check.
        Assert.Empty(Poll()!);
    }

    public override async ValueTask DisposeAsync()
    {
        _poller.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Reads_wake_no_service()
    {
        await Host.CacheReadingAsync(Caller);
        await Host.NamesAsync(Caller);
        await Host.ReadChangesAsync(Caller);
        await Host.RefusedAsync(Caller, "NO_SUCH");
        await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(1, 20)));
        Host.Time.Advance(TimeSpan.FromMinutes(2)); // The next read is recorded as the last use of credential and binding.
        await Host.CacheReadingAsync(Caller);

        Assert.Empty(Poll()!);
    }

    [Fact]
    public async Task A_change_that_affects_no_service_wakes_no_service()
    {
        await Host.SecretAsync(Store, "UNBOUND");
        await Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, Description: new() { Comment = "noted" }));
        await Host.DoAsync(Host.Owner, new InviteMember("invited@example.org", Roles.Reporter));
        await Host.CredentialAsync(_other);
        Expect.Failed(await Host.AskAsync(Host.Owner, new DeleteSecret(Secret)), "secret_in_use");

        Assert.Empty(Poll()!);
    }

    [Fact]
    public async Task A_change_of_a_binding_wakes_its_service_once()
    {
        await Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, new NewValue(Plaintext.TryFrom("newer"))));
        Assert.Equal(Service.Value, Assert.Single(Poll()!));
        Assert.Empty(Poll()!);

        await Host.DoAsync(Host.Owner, new BindSecret(_other, Secret, "KEY"));
        Assert.Equal(_other.Value, Assert.Single(Poll()!));
    }

    [Fact]
    public async Task A_credential_that_is_rolled_or_revoked_wakes_its_service()
    {
        await Host.DoAsync(Host.Owner, new RollCredential(Service, Credential.Credential.Id, PreviousUntil: Host.Now));
        Assert.Equal(Service.Value, Assert.Single(Poll()!));

        await Host.DoAsync(Host.Owner, new RevokeCredential(Service, Credential.Credential.Id));
        Assert.Equal(Service.Value, Assert.Single(Poll()!));
    }

    [Fact]
    public async Task Unmapping_a_workload_wakes_its_service()
    {
        var mapped = await Host.DoAsync(
            Host.Owner,
            new MapWorkloadIdentity(Service, new WorkloadInput(VaultTemplate.Issuer, "checkout", "secrets"))
        );
        Assert.Empty(Poll()!);

        await Host.DoAsync(Host.Owner, new UnmapWorkloadIdentity(Service, mapped.Id));
        Assert.Equal(Service.Value, Assert.Single(Poll()!));
    }

    [Fact]
    public async Task A_removed_service_is_woken_one_last_time()
    {
        await Host.DoAsync(Host.Owner, new RemoveService(_other, Force: true));
        Assert.Equal(_other.Value, Assert.Single(Poll()!));

        await Host.DoAsync(Host.Owner, new RemoveService(Service, Force: true));
        Assert.Equal(Service.Value, Assert.Single(Poll(Service)!));
    }

    [Fact]
    public async Task A_service_that_is_deleted_with_its_store_is_woken_one_last_time()
    {
        var serviceOfStore = await Host.ServiceAsync(Scopes.Workers, Store, "within");
        await Host.CredentialAsync(serviceOfStore);
        await Host.DoAsync(Host.Owner, new DeleteStore(Store, Force: true));

        Assert.True(Poll(Service, _other, serviceOfStore)!.SetEquals([Service.Value, serviceOfStore.Value]));
    }

    [Fact]
    public async Task Revoking_a_credential_advances_the_position_without_reporting_a_change()
    {
        var before = (await Host.ReadChangesAsync(Caller)).Position;
        await Host.DoAsync(Host.Owner, new RevokeCredential(Service, (await Host.CredentialAsync(Service)).Credential.Id));

        var batch = await Host.ReadChangesAsync(Caller, $"{before}");
        Assert.Equal((before + 1, false, 0), (batch.Position, batch.MustReadAll, batch.Changes.Count));
        Assert.Equal(before + 1, (await Host.Vault.Gate.ContinueAsync(Caller, before, TestContext.Current.CancellationToken))?.Position);
    }

    [Fact]
    public async Task A_change_by_another_process_wakes_only_the_services_that_it_affects()
    {
        await using var otherProcess = OpenVault.Open(Host.Options, Host.Time, NullLogger.Instance);
        using (Expect.Done(await otherProcess.Gate.AskAsync(Caller, new ResolveBinding("KEY"))))
        {
            Assert.Empty(Poll()!);
        }
        Expect.Done(await otherProcess.Gate.AskAsync(Host.Owner.Caller, new RevokeCredential(Service, Credential.Credential.Id)));
        Assert.Equal(Service.Value, Assert.Single(Poll()!));
    }

    [Fact]
    public async Task Followers_of_other_services_stay_asleep_while_one_is_woken()
    {
        var cancel = TestContext.Current.CancellationToken;
        // Subscriptions are woken in the order in which they were made, so when `subscription` wakes,
        // `other` would already have been woken.
        using var other = Host.Vault.Changes.Subscribe(_other)!;
        using var subscription = Host.Vault.Changes.Subscribe(Service)!;
        Assert.True(await subscription.WaitAsync(MaxWait, cancel) && await other.WaitAsync(MaxWait, cancel)); // The first poll wakes both.

        for (var i = 2; i < 12; i++)
        {
            await Host.ValueAsync(Caller);
            await Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, new NewValue(Plaintext.TryFrom($"{i}"))));
            Assert.True(await subscription.WaitAsync(MaxWait, cancel));
        }

        Assert.False(await other.WaitAsync(TimeSpan.Zero, cancel));
    }

    private IReadOnlySet<string>? Poll(params ServiceId[] followed) =>
        _poller.ServicesWithChanges([.. (followed.Length > 0 ? followed : [Service, _other]).Select(s => s.Value)]);
}
