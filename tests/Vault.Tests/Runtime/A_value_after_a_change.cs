using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Runtime;

/// <summary>What was changed counts at the very next read, although the last one is remembered.</summary>
public sealed class A_value_after_a_change : InAWorldWithAReader
{
    [Fact]
    public async Task Is_refused_by_the_second_check_from_the_read_after_a_scope_was_narrowed()
    {
        await World.RememberAsync(Caller);

        await World.DoAsync(World.Boss, new EditSecret(Secret, Revision: null, Scopes: Scopes.Dex, Force: true));

        var decision = await World.RefusedAsync(Caller);
        Assert.Equal((true, true, false), (decision.Authorization.Passed, decision.Scope.Failed, decision.HiddenTarget));
        Assert.Empty(await World.NamesAsync(Caller));
        var activity = (await World.DoAsync(World.Boss, new ServiceActivity(Service)))[0];
        Assert.Equal((Act.Resolve, AuditResult.Refused, "KEY", "The service is of kind Workers; the secret's scopes are DEX."), (activity.Act, activity.Result, activity.TargetName, activity.ScopeReason));
        await World.DoAsync(World.Boss, new EditSecret(Secret, Revision: null, Scopes: Scopes.Workers));
        Assert.Equal("first value", await World.ValueAsync(Caller));
    }

    [Fact]
    public async Task Is_refused_by_the_second_check_from_the_read_after_the_secret_was_deleted()
    {
        await World.RememberAsync(Caller);

        await World.DoAsync(World.Boss, new DeleteSecret(Secret, Force: true));

        Assert.True((await World.RefusedAsync(Caller)).Scope.Failed);
        Assert.Empty(await World.NamesAsync(Caller));
    }

    [Fact]
    public async Task Is_refused_as_if_nothing_were_there_from_the_read_after_the_binding_or_the_store_was_removed()
    {
        await World.RememberAsync(Caller);
        await World.DoAsync(World.Boss, new UnbindSecret(Service, "KEY"));
        Assert.True((await World.RefusedAsync(Caller)).HiddenTarget);

        await World.DoAsync(World.Boss, new BindSecret(Service, Secret, "KEY"));
        await World.RememberAsync(Caller);
        await World.DoAsync(World.Boss, new DeleteStore(Store, Force: true));
        Assert.False((await World.RefusedAsync(Caller)).Allowed);
        Assert.Empty(await World.NamesAsync(Caller));
    }

    [Fact]
    public async Task Is_refused_from_the_read_after_the_credential_was_revoked_or_the_service_removed()
    {
        var second = (await World.CredentialAsync(Service)).Holder();
        await World.RememberAsync(Caller);
        await World.RememberAsync(second);

        await World.DoAsync(World.Boss, new RevokeCredential(Service, Credential.Credential.Id));
        Assert.Equal("This credential is not known.", (await World.RefusedAsync(Caller)).Authorization.Reason);
        await World.RememberAsync(second);

        await World.DoAsync(World.Boss, new RemoveService(Service, Force: true));
        Assert.Equal("This credential is not known.", (await World.RefusedAsync(second)).Authorization.Reason);
    }

    [Fact]
    public async Task Hears_of_what_another_process_changed()
    {
        await World.RememberAsync(Caller);
        await using (var db = World.OpenDb())
        {
            db.Remove(db.Bindings.Single());
            await db.SaveChangesAsync();
        }

        Assert.True((await World.RefusedAsync(Caller)).HiddenTarget);
    }
}
