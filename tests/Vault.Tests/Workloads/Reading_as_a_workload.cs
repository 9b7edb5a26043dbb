using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Tests.Workloads;

/// <summary>Whoever is a service as a workload is held to what a credential is held to.</summary>
public sealed class Reading_as_a_workload : InAWorld
{
    private StoreId _store;
    private SecretId _secret;
    private ServiceId _service;
    private WorkloadIdentityDetail _mapped = null!;
    private Caller _caller = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await World.StoreAsync();
        _secret = await World.SecretAsync(_store, "STRIPE", Scopes.Workers | Scopes.Dex, "a value");
        _service = await World.ServiceAsync(Scopes.Workers, name: "payments");
        await World.DoAsync(World.Boss, new BindSecret(_service, _secret, "KEY"));
        (_mapped, _caller) = await MapAsync(_service, "checkout");
    }

    [Fact]
    public async Task Both_checks_decide_for_every_kind_and_every_scope()
    {
        foreach (var kind in ScopeNames.All.Select(s => s.Scope).Where(k => k != Scopes.AiGateway))
        {
            var service = await World.ServiceAsync(kind, _store);
            var (_, caller) = await MapAsync(service, $"{kind}");
            foreach (var scope in ScopeNames.All.Select(s => s.Scope))
            {
                await World.BindingAsync(service, await World.SecretAsync(_store, $"S{kind}{scope}", scope, value: $"of {kind} {scope}"), $"V{scope}");
                if (kind == scope)
                {
                    Assert.Equal($"of {kind} {scope}", await World.ValueAsync(caller, $"V{scope}"));
                    continue;
                }
                var decision = await World.RefusedAsync(caller, $"V{scope}");
                Assert.Equal((true, true), (decision.Authorization.Passed, decision.Scope.Failed));
            }
            Assert.Equal([$"V{kind} 1"], await World.NamesAsync(caller));
            Assert.True((await World.RefusedAsync(caller, "KEY")).HiddenTarget);
        }
    }

    [Fact]
    public async Task Ends_with_the_read_after_each_change_although_the_last_one_is_remembered()
    {
        await World.RememberAsync(_caller);
        await World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        Assert.True((await World.RefusedAsync(_caller)).Scope.Failed);

        await World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, Scopes: Scopes.Workers));
        await World.RememberAsync(_caller);
        await World.DoAsync(World.Boss, new UnbindSecret(_service, "KEY"));
        Assert.True((await World.RefusedAsync(_caller)).HiddenTarget);

        await World.DoAsync(World.Boss, new BindSecret(_service, _secret, "KEY"));
        await World.RememberAsync(_caller);
        await World.DoAsync(World.Boss, new UnmapWorkloadIdentity(_service, _mapped.Id));
        Assert.Equal(Standing.Unknown, (await World.RefusedAsync(_caller)).Question.Actor.Standing);
    }

    [Fact]
    public async Task Ends_when_the_service_is_removed_or_another_process_takes_the_mapping_away()
    {
        var service = await World.ServiceAsync(Scopes.Workers);
        await World.DoAsync(World.Boss, new BindSecret(service, _secret, "KEY"));
        var (_, other) = await MapAsync(service, "other");
        await World.RememberAsync(_caller);
        await World.RememberAsync(other);

        await World.DoAsync(World.Boss, new RemoveService(service, Force: true));
        Assert.Equal(Standing.Unknown, (await World.RefusedAsync(other)).Question.Actor.Standing);
        await using (var db = World.OpenDb())
        {
            db.Remove(db.WorkloadIdentities.Single());
            await db.SaveChangesAsync();
        }

        Assert.Equal(Standing.Unknown, (await World.RefusedAsync(_caller)).Question.Actor.Standing);
    }

    [Fact]
    public async Task Becomes_the_other_service_at_once_when_it_is_mapped_to_that_one()
    {
        var service = await World.ServiceAsync(Scopes.Workers);
        await World.DoAsync(World.Boss, new BindSecret(service, await World.SecretAsync(_store, "OTHER", value: "another value"), "KEY"));
        await World.RememberAsync(_caller);

        await World.DoAsync(World.Boss, new UnmapWorkloadIdentity(_service, _mapped.Id));
        await MapAsync(service, "checkout");
        await World.RememberAsync(_caller);

        Assert.Equal("another value", await World.ValueAsync(_caller));
    }

    [Fact]
    public async Task Counts_from_its_first_moment_to_its_last()
    {
        var later = Caller.WithWorkload(new WorkloadClaim(Template.Issuer, "checkout", ["here"], World.Now.AddMinutes(1), World.Now.AddMinutes(2)), Readers.Somewhere);

        Assert.Equal(Standing.TokenNotYetValid, (await World.RefusedAsync(later)).Question.Actor.Standing);
        World.Time.Advance(TimeSpan.FromSeconds(30));
        await World.RememberAsync(later);
        World.Time.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal(Standing.TokenExpired, (await World.RefusedAsync(later)).Question.Actor.Standing);
    }

    private async Task<(WorkloadIdentityDetail Mapped, Caller Caller)> MapAsync(ServiceId service, string subject)
    {
        var mapped = await World.DoAsync(World.Boss, new MapWorkloadIdentity(service, new WorkloadInput(Template.Issuer, subject, "here")));
        return (mapped, Caller.WithWorkload(new WorkloadClaim(mapped.Issuer, mapped.Subject, [mapped.Audience], null, World.Now.AddHours(1)), Readers.Somewhere));
    }
}
