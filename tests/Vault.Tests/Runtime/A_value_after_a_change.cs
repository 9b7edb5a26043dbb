using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Runtime;

/// <summary>What was changed counts at the very next read, although the last one is remembered.</summary>
public sealed class A_value_after_a_change : InAWorld
{
    private StoreId _store;
    private SecretId _secret;
    private ServiceId _service;
    private NewCredential _credential = null!;
    private Caller _caller = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await World.StoreAsync();
        _secret = await World.SecretAsync(_store, "STRIPE", Scopes.Workers | Scopes.Dex, "a value");
        _service = await World.ServiceAsync(Scopes.Workers, name: "payments");
        await World.DoAsync(World.Boss, new BindSecret(_service, _secret, "KEY"));
        _credential = await World.CredentialAsync(_service);
        _caller = _credential.Holder();
    }

    [Fact]
    public async Task Is_refused_by_the_second_check_from_the_read_after_a_scope_was_narrowed()
    {
        await World.RememberAsync(_caller);

        await World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, Scopes: Scopes.Dex, Force: true));

        var decision = await World.RefusedAsync(_caller);
        Assert.Equal((true, true, false), (decision.Authorization.Passed, decision.Scope.Failed, decision.Outside));
        Assert.Empty(await World.NamesAsync(_caller));
        var activity = (await World.DoAsync(World.Boss, new ServiceActivity(_service)))[0];
        Assert.Equal((Act.Resolve, AuditResult.Refused, "KEY", "The service is of kind Workers; the secret's scopes are DEX."), (activity.Act, activity.Result, activity.TargetName, activity.ScopeReason));
        await World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, Scopes: Scopes.Workers));
        Assert.Equal("a value", await World.ValueAsync(_caller));
    }

    [Fact]
    public async Task Is_refused_by_the_second_check_from_the_read_after_the_secret_was_deleted()
    {
        await World.RememberAsync(_caller);

        await World.DoAsync(World.Boss, new DeleteSecret(_secret, Force: true));

        Assert.True((await World.RefusedAsync(_caller)).Scope.Failed);
        Assert.Empty(await World.NamesAsync(_caller));
    }

    [Fact]
    public async Task Is_refused_as_if_nothing_were_there_from_the_read_after_the_binding_or_the_store_was_removed()
    {
        await World.RememberAsync(_caller);
        await World.DoAsync(World.Boss, new UnbindSecret(_service, "KEY"));
        Assert.True((await World.RefusedAsync(_caller)).Outside);

        await World.DoAsync(World.Boss, new BindSecret(_service, _secret, "KEY"));
        await World.RememberAsync(_caller);
        await World.DoAsync(World.Boss, new DeleteStore(_store, Force: true));
        Assert.False((await World.RefusedAsync(_caller)).Allowed);
        Assert.Empty(await World.NamesAsync(_caller));
    }

    [Fact]
    public async Task Is_refused_from_the_read_after_the_credential_was_revoked_or_the_service_removed()
    {
        var second = (await World.CredentialAsync(_service)).Holder();
        await World.RememberAsync(_caller);
        await World.RememberAsync(second);

        await World.DoAsync(World.Boss, new RevokeCredential(_service, _credential.Credential.Id));
        Assert.Equal("This credential is not known.", (await World.RefusedAsync(_caller)).Authorization.Reason);
        await World.RememberAsync(second);

        await World.DoAsync(World.Boss, new RemoveService(_service, Force: true));
        Assert.Equal("This credential is not known.", (await World.RefusedAsync(second)).Authorization.Reason);
    }

    [Fact]
    public async Task Hears_of_what_another_process_changed()
    {
        await World.RememberAsync(_caller);
        await using (var db = World.OpenDb())
        {
            db.Remove(db.Bindings.Single());
            await db.SaveChangesAsync();
        }

        Assert.True((await World.RefusedAsync(_caller)).Outside);
    }
}
