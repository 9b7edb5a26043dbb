using static SecretsDashboard.Access.Tests.AccessSampleData;

namespace SecretsDashboard.Access.Tests;

/// <summary>The second check, where a service consumes a secret.</summary>
public sealed class ScopeCheckTests
{
    public static TheoryData<Act> Consuming => [Act.Bind, Act.Associate, Act.Deploy, Act.Resolve];

    [Theory]
    [MemberData(nameof(Consuming))]
    public void A_service_may_consume_only_a_secret_whose_scopes_include_its_kind(Act act)
    {
        foreach (var kind in SingleScopes)
        {
            foreach (var scopes in ScopeSets)
            {
                var decision = AskAllowed(act, kind, scopes);
                var holds = scopes.ToString().Split(", ").Contains(kind.ToString());
                Assert.True(decision.Authorization.Passed, $"{act} {kind} {scopes}");
                Assert.True(decision.Allowed == holds, $"{act} {kind} {scopes}");
                Assert.True(decision.Scope.Result == (holds ? CheckResult.Passed : CheckResult.Failed), $"{act} {kind} {scopes}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Consuming))]
    public void A_service_that_is_not_of_exactly_one_known_kind_consumes_no_secret(Act act)
    {
        var noKinds = Enumerable.Range(0, 256).Select(bits => (Scopes)bits).Where(kind => !SingleScopes.Contains(kind));
        Assert.All(noKinds, kind => Assert.True(AskAllowed(act, kind, (Scopes)255) is { Allowed: false, Scope.Failed: true }));
    }

    [Fact]
    public void A_deployment_that_binds_no_secret_needs_no_scope_but_the_right_to_deploy()
    {
        var deployer = Decider.Decide(
            new Question(Member(Roles.Deployer), Act.Deploy, Target.Account, Scopes.Workers, ConsumesNothing: true)
        );
        var admin = Decider.Decide(new Question(Member(Roles.Admin), Act.Deploy, Target.Account, Scopes.Workers, ConsumesNothing: true));

        Assert.True(deployer is { Allowed: true, Scope.Result: CheckResult.NotApplicable });
        Assert.Equal("No service consumes a secret here, so no scope is checked.", deployer.Scope.Reason);
        Assert.True(admin is { Allowed: false, Authorization.Failed: true });
    }

    [Fact]
    public void Only_a_deployment_can_declare_that_it_consumes_no_secret() =>
        Assert.All(
            Consuming.Select(row => row.Data).Where(act => act != Act.Deploy),
            act =>
            {
                var allowed = AskAllowed(act, Scopes.Workers, Scopes.Dex).Question;
                Assert.True(Decider.Decide(allowed with { ConsumesNothing = true }) is { Allowed: false, Scope.Failed: true });
            }
        );

    [Fact]
    public void Acts_that_consume_no_secret_do_not_check_scopes()
    {
        var others = Acts.Where(act => !Consuming.Any(row => row.Data == act));
        var looking =
            from act in others
            from scopes in ScopeSets
            let decision = Decider.Decide(new Question(Member((Roles)15), act, Target.Account, Scopes.Workers, scopes))
            where decision.Scope.Result != CheckResult.NotApplicable || decision.Scope.Passed || decision.Scope.Failed
            select $"{act} {scopes}";
        Differences.AssertNone(looking);
    }

    [Fact]
    public void Unbinding_needs_no_scope_so_that_a_broken_binding_can_be_removed() =>
        Assert.True(Decider.Decide(new Question(Member(Roles.Deployer), Act.Unbind, Target.In(StoreA), Scopes.Workers)).Allowed);

    [Fact]
    public void Both_checks_are_evaluated_so_that_a_refusal_names_all_that_is_missing()
    {
        var decision = Decider.Decide(new Question(Member(Roles.Reporter), Act.Bind, Target.In(StoreA), Scopes.Workers, Scopes.Dex));
        Assert.Equal("Needs Super Administrator or Deployer. You are Reporter.", decision.Authorization.Reason);
        Assert.Equal("The service is of kind Workers; the secret's scopes are DEX.", decision.Scope.Reason);
        Assert.Equal("Ask a Super Administrator for the role Deployer.", decision.Authorization.Remedy);
        Assert.Equal("Choose a secret whose scopes include Workers, or ask an Admin to add it to this one.", decision.Scope.Remedy);
    }

    [Fact]
    public void The_scope_check_passes_for_a_reporter_who_may_view_but_not_bind()
    {
        var decision = Ask(Member(Roles.Reporter), Act.Bind, Target.In(StoreA));
        Assert.True(decision is { Allowed: false, Authorization.Failed: true, Scope.Passed: true });
    }

    [Fact]
    public void An_actor_who_may_not_view_a_secret_learns_nothing_about_its_scopes()
    {
        Actor[] visitors =
        [
            Member(Roles.None, onStoreA: Roles.Deployer),
            Member(Roles.Deployer, standing: Standing.SessionEnded),
            Token(TokenLevel.Bind, stores: [StoreA]),
            Token(null, administer: true),
            Service(),
            AnonymousActor.Instance,
            ConsoleActor.Instance,
        ];
        foreach (var visitor in visitors)
        {
            var answers = ScopeSets.Select(scopes =>
                Decider.Decide(new Question(visitor, Act.Bind, Target.In(StoreB), Scopes.Workers, scopes)).Scope
            );
            Assert.Single(answers.Select(check => (check.Result, check.Reason, check.Remedy)).Distinct());
        }
    }

    /// <summary>Asks as an actor that passes the first check.</summary>
    private static Decision AskAllowed(Act act, Scopes kind, Scopes scopes) =>
        Decider.Decide(
            act == Act.Resolve
                ? new Question(Service(), act, Target.BindingOf(MyService, StoreA), kind, scopes)
                : new Question(Member(Roles.Deployer), act, Target.In(StoreA), kind, scopes)
        );
}
