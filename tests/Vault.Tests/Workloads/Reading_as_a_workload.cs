using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Tests.Workloads;

/// <summary>A service that authenticates as a workload has the same restrictions as one with a credential.</summary>
public sealed class Reading_as_a_workload : VaultTest
{
    private StoreId _store;
    private SecretId _secret;
    private ServiceId _service;
    private WorkloadIdentityDetail _mapped = null!;
    private Caller _caller = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
        _secret = await Host.SecretAsync(_store, "STRIPE", Scopes.Workers | Scopes.Dex, "a value");
        _service = await Host.ServiceAsync(Scopes.Workers, name: "payments");
        await Host.DoAsync(Host.Owner, new BindSecret(_service, _secret, "KEY"));
        (_mapped, _caller) = await MapAsync(_service, "checkout");
    }

    [Fact]
    public async Task A_workload_reads_only_values_that_both_checks_permit_for_every_kind_and_scope()
    {
        foreach (var kind in ScopeNames.All.Select(s => s.Scope).Where(k => k != Scopes.AiGateway))
        {
            var service = await Host.ServiceAsync(kind, _store);
            var (_, caller) = await MapAsync(service, $"{kind}");
            foreach (var scope in ScopeNames.All.Select(s => s.Scope))
            {
                await Host.BindingAsync(
                    service,
                    await Host.SecretAsync(_store, $"S{kind}{scope}", scope, value: $"of {kind} {scope}"),
                    $"V{scope}"
                );
                if (kind == scope)
                {
                    Assert.Equal($"of {kind} {scope}", await Host.ValueAsync(caller, $"V{scope}"));
                    continue;
                }
                var decision = await Host.RefusedAsync(caller, $"V{scope}");
                Assert.Equal((true, true), (decision.Authorization.Passed, decision.Scope.Failed));
            }
            Assert.Equal([$"V{kind} 1"], await Host.NamesAsync(caller));
            Assert.True((await Host.RefusedAsync(caller, "KEY")).HiddenTarget);
        }
    }

    [Fact]
    public async Task A_workload_is_refused_from_the_read_after_a_change_even_if_the_last_read_is_remembered()
    {
        await Host.CacheReadingAsync(_caller);
        await Host.DoAsync(Host.Owner, new EditSecret(_secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        Assert.True((await Host.RefusedAsync(_caller)).Scope.Failed);

        await Host.DoAsync(Host.Owner, new EditSecret(_secret, Revision: null, Scopes: Scopes.Workers));
        await Host.CacheReadingAsync(_caller);
        await Host.DoAsync(Host.Owner, new UnbindSecret(_service, "KEY"));
        Assert.True((await Host.RefusedAsync(_caller)).HiddenTarget);

        await Host.DoAsync(Host.Owner, new BindSecret(_service, _secret, "KEY"));
        await Host.CacheReadingAsync(_caller);
        await Host.DoAsync(Host.Owner, new UnmapWorkloadIdentity(_service, _mapped.Id));
        Assert.Equal(Standing.Unknown, (await Host.RefusedAsync(_caller)).Question.Actor.Standing);
    }

    [Fact]
    public async Task A_workload_is_refused_once_its_service_is_removed_or_another_process_deletes_its_mapping()
    {
        var service = await Host.ServiceAsync(Scopes.Workers);
        await Host.DoAsync(Host.Owner, new BindSecret(service, _secret, "KEY"));
        var (_, other) = await MapAsync(service, "other");
        await Host.CacheReadingAsync(_caller);
        await Host.CacheReadingAsync(other);

        await Host.DoAsync(Host.Owner, new RemoveService(service, Force: true));
        Assert.Equal(Standing.Unknown, (await Host.RefusedAsync(other)).Question.Actor.Standing);
        await using (var db = Host.OpenDb())
        {
            db.Remove(db.WorkloadIdentities.Single());
            await db.SaveChangesAsync();
        }

        Assert.Equal(Standing.Unknown, (await Host.RefusedAsync(_caller)).Question.Actor.Standing);
    }

    [Fact]
    public async Task A_workload_becomes_another_service_at_once_when_it_is_mapped_to_that_service()
    {
        var service = await Host.ServiceAsync(Scopes.Workers);
        await Host.DoAsync(Host.Owner, new BindSecret(service, await Host.SecretAsync(_store, "OTHER", value: "another value"), "KEY"));
        await Host.CacheReadingAsync(_caller);

        await Host.DoAsync(Host.Owner, new UnmapWorkloadIdentity(_service, _mapped.Id));
        await MapAsync(service, "checkout");
        await Host.CacheReadingAsync(_caller);

        Assert.Equal("another value", await Host.ValueAsync(_caller));
    }

    [Fact]
    public async Task A_workload_claim_is_valid_only_between_its_first_and_its_last_moment()
    {
        var later = Caller.WithWorkload(
            new WorkloadClaim(VaultTemplate.Issuer, "checkout", ["here"], Host.Now.AddMinutes(1), Host.Now.AddMinutes(2)),
            ReaderSteps.ClientAddress
        );

        Assert.Equal(Standing.TokenNotYetValid, (await Host.RefusedAsync(later)).Question.Actor.Standing);
        Host.Time.Advance(TimeSpan.FromSeconds(30));
        await Host.CacheReadingAsync(later);
        Host.Time.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal(Standing.TokenExpired, (await Host.RefusedAsync(later)).Question.Actor.Standing);
    }

    private async Task<(WorkloadIdentityDetail Mapped, Caller Caller)> MapAsync(ServiceId service, string subject)
    {
        var mapped = await Host.DoAsync(
            Host.Owner,
            new MapWorkloadIdentity(service, new WorkloadInput(VaultTemplate.Issuer, subject, "here"))
        );
        return (
            mapped,
            Caller.WithWorkload(
                new WorkloadClaim(mapped.Issuer, mapped.Subject, [mapped.Audience], null, Host.Now.AddHours(1)),
                ReaderSteps.ClientAddress
            )
        );
    }
}
