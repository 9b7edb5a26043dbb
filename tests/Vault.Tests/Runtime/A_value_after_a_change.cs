using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Runtime;

/// <summary>A change takes effect at the very next read, although the previous read is cached.</summary>
public sealed class A_value_after_a_change : VaultTestWithReader
{
    [Fact]
    public async Task A_value_is_refused_by_the_second_check_from_the_read_after_its_scopes_were_narrowed()
    {
        await Host.CacheReadingAsync(Caller);

        await Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, Scopes: Scopes.Dex, Force: true));

        var decision = await Host.RefusedAsync(Caller);
        Assert.Equal((true, true, false), (decision.Authorization.Passed, decision.Scope.Failed, decision.HiddenTarget));
        Assert.Empty(await Host.NamesAsync(Caller));
        var activity = (await Host.DoAsync(Host.Owner, new ServiceActivity(Service)))[0];
        Assert.Equal(
            (Act.Resolve, AuditResult.Refused, "KEY", "The service is of kind Workers; the secret's scopes are DEX."),
            (activity.Act, activity.Result, activity.TargetName, activity.ScopeReason)
        );
        await Host.DoAsync(Host.Owner, new EditSecret(Secret, Revision: null, Scopes: Scopes.Workers));
        Assert.Equal("first value", await Host.ValueAsync(Caller));
    }

    [Fact]
    public async Task A_value_is_refused_by_the_second_check_from_the_read_after_its_secret_was_deleted()
    {
        await Host.CacheReadingAsync(Caller);

        await Host.DoAsync(Host.Owner, new DeleteSecret(Secret, Force: true));

        Assert.True((await Host.RefusedAsync(Caller)).Scope.Failed);
        Assert.Empty(await Host.NamesAsync(Caller));
    }

    [Fact]
    public async Task A_value_is_refused_from_the_read_after_its_binding_or_its_store_was_removed()
    {
        await Host.CacheReadingAsync(Caller);
        await Host.DoAsync(Host.Owner, new UnbindSecret(Service, "KEY"));
        Assert.True((await Host.RefusedAsync(Caller)).HiddenTarget);

        await Host.DoAsync(Host.Owner, new BindSecret(Service, Secret, "KEY"));
        await Host.CacheReadingAsync(Caller);
        await Host.DoAsync(Host.Owner, new DeleteStore(Store, Force: true));
        Assert.False((await Host.RefusedAsync(Caller)).Allowed);
        Assert.Empty(await Host.NamesAsync(Caller));
    }

    [Fact]
    public async Task A_value_is_refused_from_the_read_after_its_credential_was_revoked_or_its_service_removed()
    {
        var second = (await Host.CredentialAsync(Service)).AsCaller();
        await Host.CacheReadingAsync(Caller);
        await Host.CacheReadingAsync(second);

        await Host.DoAsync(Host.Owner, new RevokeCredential(Service, Credential.Credential.Id));
        Assert.Equal("This credential is not known.", (await Host.RefusedAsync(Caller)).Authorization.Reason);
        await Host.CacheReadingAsync(second);

        await Host.DoAsync(Host.Owner, new RemoveService(Service, Force: true));
        Assert.Equal("This credential is not known.", (await Host.RefusedAsync(second)).Authorization.Reason);
    }

    [Fact]
    public async Task A_value_is_refused_from_the_read_after_another_process_removed_its_binding()
    {
        await Host.CacheReadingAsync(Caller);
        await using (var other = OpenVault.Open(Host.Options, Host.Time, NullLogger.Instance))
        {
            Expect.Done(await other.Gate.AskAsync(Host.Owner.Caller, new UnbindSecret(Service, "KEY")));
        }

        Assert.True((await Host.RefusedAsync(Caller)).HiddenTarget);
    }
}
