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
    public async Task Later_than_it_was_registered_a_service_is_bound_and_unbound_and_says_when()
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
    public async Task Outside_the_secrets_scopes_the_second_check_refuses_and_says_what_would_help()
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
    public async Task An_admin_does_not_bind_and_a_wrong_scope_is_told_beside_it()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Dex);
        var admin = await Host.MemberAsync(Roles.Admin);

        var refusal = Expect.Refused(await Host.AskAsync(admin, new BindSecret(service, secret, "API_KEY")));

        Assert.Equal((CheckResult.Failed, CheckResult.Failed), (refusal.Authorization.Result, refusal.Scope.Result));
    }

    [Fact]
    public async Task A_service_of_a_store_consumes_the_secrets_of_that_store_alone()
    {
        var other = await Host.StoreAsync("other");
        var foreign = await Host.SecretAsync(other, "FOREIGN");
        var service = await Host.ServiceAsync(Scopes.Workers, await Host.StoreAsync("mine"));

        Expect.Outside(await Host.AskAsync(Host.Boss, new BindSecret(service, foreign, "API_KEY")));
    }

    [Fact]
    public async Task A_deployer_of_a_store_can_not_bind_by_the_ids_of_another()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers);
        var deployer = await Host.MemberAsync(Roles.None, (await Host.StoreAsync("mine"), Roles.Deployer));

        Expect.Outside(await Host.AskAsync(deployer, new BindSecret(service, secret, "API_KEY")));
    }

    [Fact]
    public async Task A_deleted_secret_is_not_found()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers);
        await Host.DoAsync(Host.Boss, new DeleteSecret(secret));

        var problem = Expect.Failed(await Host.AskAsync(Host.Boss, new BindSecret(service, secret, "API_KEY")), "secret_not_found")[0];

        Assert.Equal("Secret", problem.Field);
    }

    [Theory]
    [InlineData(null, "variable_name_empty")]
    [InlineData("1ST", "variable_name_invalid")]
    [InlineData("A-B", "variable_name_invalid")]
    [InlineData("A B", "variable_name_invalid")]
    public async Task A_variable_name_is_what_programs_can_read(string? variable, string code)
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers);

        var problem = Expect.Failed(await Host.AskAsync(Host.Boss, new BindSecret(service, secret, variable)), code)[0];

        Assert.Equal("Variable", problem.Field);
    }

    [Fact]
    public async Task A_variable_name_is_taken_once_in_a_service()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers);
        await Host.DoAsync(Host.Boss, new BindSecret(service, secret, "API_KEY"));

        var problem = Expect.Failed(
            await Host.AskAsync(Host.Boss, new BindSecret(service, secret, "API_KEY")),
            "binding_name_already_exists"
        )[0];

        Assert.Equal("Variable", problem.Field);
        await Host.DoAsync(Host.Boss, new BindSecret(service, secret, "api_key"));
    }

    [Fact]
    public async Task Two_clicks_at_once_bind_once()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Workers);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Host.AskAsync(Host.Boss, new BindSecret(service, secret, "API_KEY")))
        );

        Assert.Single(outcomes.OfType<Done<BoundSecret>>());
        Assert.Equal(7, outcomes.OfType<Failed<BoundSecret>>().Count());
    }

    [Fact]
    public async Task Done_and_refused_binds_stand_in_the_audit_with_both_checks_and_the_secret()
    {
        var (service, secret) = await PairAsync(Scopes.Workers, Scopes.Dex);
        await Host.AskAsync(Host.Boss, new BindSecret(service, secret, "API_KEY"));

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
