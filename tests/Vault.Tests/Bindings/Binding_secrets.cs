using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Tests.Bindings;

public sealed class Binding_secrets : VaultTest
{
    [Fact]
    public async Task A_deployer_binds_a_secret_whose_scopes_hold_the_services_kind()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers | Scopes.Dex);
        var deployer = await Host.MemberAsync(Roles.Deployer);

        await Host.DoAsync(deployer, new BindSecret(service, secret, "API_KEY"));

        var binding = (await Host.DoAsync(deployer, new GetService(service))).Bindings.Single();
        Assert.Equal(("API_KEY", "STRIPE", BindingState.Live, null), (binding.Variable, binding.SecretName, binding.State, binding.Why));
    }

    [Fact]
    public async Task Binding_and_unbinding_a_secret_update_the_services_modification_time()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers);
        var deployer = await Host.MemberAsync(Roles.Deployer);

        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.DoAsync(deployer, new BindSecret(service, secret, "API_KEY"));
        Assert.Equal(Host.Now, (await Host.DoAsync(deployer, new GetService(service))).Service.Modified);

        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.DoAsync(deployer, new UnbindSecret(service, "API_KEY"));
        Assert.Equal(Host.Now, (await Host.DoAsync(deployer, new GetService(service))).Service.Modified);
    }

    [Fact]
    public async Task Binding_outside_the_secrets_scopes_is_refused_by_the_second_check_with_a_remedy()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Dex);
        var deployer = await Host.MemberAsync(Roles.Deployer);

        var refusal = Expect.Refused(await Host.AskAsync(deployer, new BindSecret(service, secret, "API_KEY")));

        Assert.Equal((CheckResult.Passed, CheckResult.Failed), (refusal.Authorization.Result, refusal.Scope.Result));
        Assert.Contains("Workers", refusal.Scope.Remedy, StringComparison.Ordinal);
        await using var db = Host.OpenDb();
        Assert.Empty(db.Bindings);
    }

    [Fact]
    public async Task An_admin_cannot_bind_a_secret_and_a_wrong_scope_is_reported_as_well()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Dex);
        var admin = await Host.MemberAsync(Roles.Admin);

        var refusal = Expect.Refused(await Host.AskAsync(admin, new BindSecret(service, secret, "API_KEY")));

        Assert.Equal((CheckResult.Failed, CheckResult.Failed), (refusal.Authorization.Result, refusal.Scope.Result));
    }

    [Fact]
    public async Task A_service_of_a_store_can_bind_only_secrets_of_that_store()
    {
        var other = await Host.StoreAsync("other");
        var foreign = await Host.SecretAsync(other, "FOREIGN");
        var service = await Host.ServiceAsync(Scopes.Workers, await Host.StoreAsync("mine"));

        Expect.Outside(await Host.AskAsync(Host.Owner, new BindSecret(service, foreign, "API_KEY")));
    }

    [Fact]
    public async Task A_deployer_of_one_store_cannot_bind_with_ids_of_another_store()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers);
        var deployer = await Host.MemberAsync(Roles.None, (await Host.StoreAsync("mine"), Roles.Deployer));

        Expect.Outside(await Host.AskAsync(deployer, new BindSecret(service, secret, "API_KEY")));
    }

    [Fact]
    public async Task A_deleted_secret_cannot_be_bound()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers);
        await Host.DoAsync(Host.Owner, new DeleteSecret(secret));

        var problem = Expect.Failed(await Host.AskAsync(Host.Owner, new BindSecret(service, secret, "API_KEY")), "secret_not_found")[0];

        Assert.Equal("Secret", problem.Field);
    }

    [Theory]
    [InlineData(null, "variable_name_empty")]
    [InlineData("1ST", "variable_name_invalid")]
    [InlineData("A-B", "variable_name_invalid")]
    [InlineData("A B", "variable_name_invalid")]
    public async Task An_invalid_variable_name_is_rejected_at_its_field(string? variable, string code)
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers);

        var problem = Expect.Failed(await Host.AskAsync(Host.Owner, new BindSecret(service, secret, variable)), code)[0];

        Assert.Equal("Variable", problem.Field);
    }

    [Fact]
    public async Task A_variable_name_can_be_bound_only_once_in_a_service()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers);
        await Host.DoAsync(Host.Owner, new BindSecret(service, secret, "API_KEY"));

        var problem = Expect.Failed(
            await Host.AskAsync(Host.Owner, new BindSecret(service, secret, "API_KEY")),
            "binding_name_already_exists"
        )[0];

        Assert.Equal("Variable", problem.Field);
        await Host.DoAsync(Host.Owner, new BindSecret(service, secret, "api_key"));
    }

    [Fact]
    public async Task Concurrent_requests_for_one_binding_create_it_once()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Host.AskAsync(Host.Owner, new BindSecret(service, secret, "API_KEY")))
        );

        Assert.Single(outcomes.OfType<Done<BoundSecret>>());
        Assert.Equal(7, outcomes.OfType<Failed<BoundSecret>>().Count());
    }

    [Fact]
    public async Task The_audit_row_of_a_refused_binding_holds_both_checks_and_the_secret()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Dex);
        await Host.AskAsync(Host.Owner, new BindSecret(service, secret, "API_KEY"));

        var row = await Host.LastAuditAsync();
        Assert.Equal(
            (Act.Bind, Vault.Audit.AuditResult.Refused, service.Value, secret.Value),
            (row.Act, row.Result, row.TargetId, row.RelatedId)
        );
        Assert.Equal((CheckResult.Passed, CheckResult.Failed), (row.Authorization, row.Scope));
    }

    private async Task<(ServiceId, SecretId)> PairAsync(Scopes kind, Scopes scopes)
    {
        var store = await Host.StoreAsync();
        return (await Host.ServiceAsync(kind, store), await Host.SecretAsync(store, "STRIPE", scopes));
    }
}
