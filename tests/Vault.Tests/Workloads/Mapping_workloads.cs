using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Tests.Workloads;

public sealed class Mapping_workloads : VaultTest
{
    private static readonly WorkloadInput Input = new(VaultTemplate.Issuer, "system:serviceaccount:shop:checkout", "secrets-dashboard");

    private StoreId _store;
    private ServiceId _ofStore,
        _ofAccount;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
        (_ofStore, _ofAccount) = (await Host.ServiceAsync(Scopes.Workers, _store), await Host.ServiceAsync(Scopes.Containers));
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task Admins_deployers_and_reporters_cannot_map_workloads(Roles roles)
    {
        var (wide, onStore) = (await Host.MemberAsync(roles), await Host.MemberAsync(Roles.None, (_store, roles)));

        Assert.All(await OutcomesAsync(wide.Caller, _ofStore), d => Assert.Equal((false, false), (d!.Allowed, d.HiddenTarget)));
        Assert.All(await OutcomesAsync(onStore.Caller, _ofStore), d => Assert.Equal((false, false), (d!.Allowed, d.HiddenTarget)));
        Assert.All(await OutcomesAsync(onStore.Caller, _ofAccount), d => Assert.True(d!.HiddenTarget));
    }

    [Fact]
    public async Task A_token_can_map_workloads_exactly_where_it_administers()
    {
        var other = await Host.StoreAsync("other");
        var wide = (await Host.AccountTokenAsync(new TokenInput("t", null, Administer: true))).AsCaller();
        var ofThisStore = (await Host.AccountTokenAsync(new TokenInput("t", null, Administer: true, Stores: [_store]))).AsCaller();
        var ofOtherStore = (await Host.AccountTokenAsync(new TokenInput("t", null, Administer: true, Stores: [other]))).AsCaller();

        Assert.All(await OutcomesAsync(wide, _ofAccount), Assert.Null);
        Assert.All(await OutcomesAsync(ofThisStore, _ofStore), Assert.Null);
        Assert.All(await OutcomesAsync(ofThisStore, _ofAccount), d => Assert.True(d!.HiddenTarget));
        Assert.All(await OutcomesAsync(ofOtherStore, _ofStore), d => Assert.True(d!.HiddenTarget));
        Assert.All(
            await OutcomesAsync((await Host.AccountTokenAsync(TokenLevel.Edit)).AsCaller(), _ofStore),
            d => Assert.Equal((false, false), (d!.Allowed, d.HiddenTarget))
        );
    }

    [Fact]
    public async Task A_mapping_keeps_the_given_text_without_surrounding_spaces_and_lists_show_the_newest_first()
    {
        var first = await MapAsync(_ofStore, Input with { Subject = "  " + Input.Subject + " " });
        var second = await MapAsync(_ofStore, Input with { Issuer = VaultTemplate.OtherIssuer });

        var listed = await Host.DoAsync(Host.Owner, new ListWorkloadIdentities(_ofStore));
        Assert.Equal([second, first], listed.Mapped);
        Assert.Equal([VaultTemplate.Issuer, VaultTemplate.OtherIssuer], listed.Issuers);
        Assert.Equal(
            (Input.Issuer, Input.Subject, Input.Audience, true, Host.Now),
            (first.Issuer, first.Subject, first.Audience, first.IsTrusted, first.Created)
        );
        Assert.Empty((await Host.DoAsync(Host.Owner, new ListWorkloadIdentities(_ofAccount))).Mapped);
    }

    [Fact]
    public async Task Mapping_a_workload_reports_each_invalid_field_and_names_the_known_issuers()
    {
        var problems = Expect.Failed(
            await Host.AskAsync(Host.Owner, new MapWorkloadIdentity(_ofStore, new(null, " ", null))),
            "workload_issuer_empty",
            "workload_subject_empty",
            "workload_audience_empty"
        );
        Assert.Equal(["Issuer", "Subject", "Audience"], problems.Select(p => p.Field));

        var unknown = Assert.Single(
            Expect.Failed(
                await Host.AskAsync(Host.Owner, new MapWorkloadIdentity(_ofStore, Input with { Issuer = VaultTemplate.Issuer + "/" })),
                "workload_issuer_unknown"
            )
        );
        Assert.Contains($"{VaultTemplate.Issuer}, {VaultTemplate.OtherIssuer}", unknown.Message, StringComparison.Ordinal);

        Expect.Failed(
            await Host.AskAsync(
                Host.Owner,
                new MapWorkloadIdentity(_ofStore, Input with { Subject = new string('x', 513), Audience = new string('x', 513) })
            ),
            "workload_subject_too_long",
            "workload_audience_too_long"
        );
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new MapWorkloadIdentity(_ofStore, Input with { Subject = "a\nb", Audience = "a\u200bb" })),
            "workload_subject_invalid",
            "workload_audience_invalid"
        );
        await MapAsync(_ofStore, Input with { Subject = new string('x', 512), Audience = new string('x', 512) });
    }

    [Fact]
    public async Task An_ai_gateway_cannot_be_mapped_to_a_workload_because_it_reads_no_values()
    {
        var gateway = await Host.ServiceAsync(Scopes.AiGateway);

        Expect.Failed(await Host.AskAsync(Host.Owner, new MapWorkloadIdentity(gateway, Input)), "workload_kind_not_served");
    }

    [Fact]
    public async Task A_workload_is_mapped_to_at_most_one_service_of_the_account()
    {
        await MapAsync(_ofStore, Input);

        Expect.Failed(await Host.AskAsync(Host.Owner, new MapWorkloadIdentity(_ofStore, Input)), "workload_identity_already_exists");
        Expect.Failed(await Host.AskAsync(Host.Owner, new MapWorkloadIdentity(_ofAccount, Input)), "workload_identity_already_exists");
        await MapAsync(_ofAccount, Input with { Audience = "another" });
        await MapAsync(_ofAccount, Input with { Subject = "another" });
        await MapAsync(_ofAccount, Input with { Issuer = VaultTemplate.OtherIssuer });
    }

    [Fact]
    public async Task A_mapping_conflict_is_reported_the_same_whether_its_service_is_within_reach_or_not()
    {
        var other = await Host.StoreAsync("other");
        var hidden = await Host.ServiceAsync(Scopes.Workers, other);
        var ofThisStore = (await Host.AccountTokenAsync(new TokenInput("t", null, Administer: true, Stores: [_store]))).AsCaller();
        await MapAsync(_ofStore, Input);
        await MapAsync(hidden, Input with { Subject = "hidden" });

        var within = Assert.Single(
            Expect.Failed(await Host.AskAsync(ofThisStore, new MapWorkloadIdentity(_ofStore, Input)), "workload_identity_already_exists")
        );
        var beyond = Assert.Single(
            Expect.Failed(
                await Host.AskAsync(ofThisStore, new MapWorkloadIdentity(_ofStore, Input with { Subject = "hidden" })),
                "workload_identity_already_exists"
            )
        );

        Assert.Equal(within, beyond);
        Assert.DoesNotContain(hidden.Value, (await Host.LastAuditAsync()).Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_has_at_most_a_hundred_workload_mappings()
    {
        for (var i = 0; i < MapWorkloadIdentity.MaxIdentities; i++)
        {
            await MapAsync(_ofStore, Input with { Subject = $"{i}" });
        }

        Expect.Failed(await Host.AskAsync(Host.Owner, new MapWorkloadIdentity(_ofStore, Input)), "maximum_workload_identities_exceeded");
        await MapAsync(_ofAccount, Input);
    }

    [Fact]
    public async Task A_mapping_cannot_be_removed_through_another_service_and_is_removed_with_its_own()
    {
        var mapped = await MapAsync(_ofAccount, Input);

        Expect.Failed(await Host.AskAsync(Host.Owner, new UnmapWorkloadIdentity(_ofStore, mapped.Id)), "workload_identity_not_found");
        Assert.Single((await Host.DoAsync(Host.Owner, new ListWorkloadIdentities(_ofAccount))).Mapped);
        await Host.DoAsync(Host.Owner, new RemoveService(_ofAccount, Force: true));

        await MapAsync(_ofStore, Input);
    }

    [Fact]
    public async Task A_services_activity_shows_mapping_and_unmapping_but_not_looking_at_the_mappings()
    {
        var mapped = await MapAsync(_ofStore, Input);
        await Host.DoAsync(Host.Owner, new ListWorkloadIdentities(_ofStore));
        await Host.DoAsync(Host.Owner, new UnmapWorkloadIdentity(_ofStore, mapped.Id));

        var activity = await Host.DoAsync(Host.Owner, new ServiceActivity(_ofStore));
        Assert.Equal([Act.UnmapWorkloadIdentity, Act.MapWorkloadIdentity], activity.Select(a => a.Act));
        Assert.All(activity, a => Assert.Contains($"\"subject\":\"{Input.Subject}\"", a.Details, StringComparison.Ordinal));
        Assert.All(
            (await Host.AuditAsync()).FindAll(r =>
                r.Act is Act.UnmapWorkloadIdentity or Act.MapWorkloadIdentity && r.TargetKind == "Service"
            ),
            r =>
                Assert.Equal(
                    (_ofStore.Value, mapped.Id.Value, _store.Value, AuditResult.Done),
                    (r.TargetId, r.RelatedId, r.StoreId, r.Result)
                )
        );
    }

    private Task<WorkloadIdentityDetail> MapAsync(ServiceId service, WorkloadInput input) =>
        Host.DoAsync(Host.Owner, new MapWorkloadIdentity(service, input));

    /// <summary>The refusals, or null, of mapping, listing and removing.</summary>
    private async Task<Decision?[]> OutcomesAsync(Caller caller, ServiceId service)
    {
        var mine = await MapAsync(service, Input with { Subject = $"{Guid.NewGuid():N}" });
        return
        [
            Refusal(await Host.AskAsync(caller, new MapWorkloadIdentity(service, Input with { Subject = $"{Guid.NewGuid():N}" }))),
            Refusal(await Host.AskAsync(caller, new ListWorkloadIdentities(service))),
            Refusal(await Host.AskAsync(caller, new UnmapWorkloadIdentity(service, mine.Id))),
        ];
    }

    private static Decision? Refusal<T>(Outcome<T> outcome)
    {
        if (outcome is Refused<T> refused)
        {
            return refused.Decision;
        }
        Expect.Done(outcome);
        return null;
    }
}
