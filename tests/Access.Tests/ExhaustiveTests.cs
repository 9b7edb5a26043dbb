using static SecretsDashboard.Access.Tests.AccessSampleData;

namespace SecretsDashboard.Access.Tests;

/// <summary>Every actor × act × target × kind × scope set, against what the checked-in table adds up to.</summary>
public sealed class ExhaustiveTests
{
    [Fact]
    public void The_decision_for_every_actor_act_and_target_matches_the_decision_table()
    {
        var differences = new List<string>();
        foreach (var (actor, act, target) in AllOf(Actors()))
        {
            var decision = Ask(actor, act, target);
            var expected = Expectation.Of(actor, act, target);
            if (
                decision.Allowed != expected.Allowed
                || decision.Authorization.Passed != expected.Allowed
                || Reached(decision) != expected.Reach
            )
            {
                differences.Add($"{Describe(decision.Question)}: expected {expected}, got {decision.Allowed} reaching {Reached(decision)}");
            }
        }
        Differences.AssertNone(differences);
    }

    [Fact]
    public void Both_checks_match_the_decision_table_for_every_kind_and_every_set_of_scopes()
    {
        var differences = new List<string>();
        foreach (var (actor, act, target) in AllOf(SimpleActors()))
        {
            var expected = Expectation.Of(actor, act, target);
            var sees = expected.Allowed || Expectation.MayView(actor, act, target);
            foreach (var kind in (Scopes[])[Scopes.None, .. SingleScopes, Scopes.Workers | Scopes.Dex, (Scopes)64])
            {
                foreach (var scopes in ScopeSets)
                {
                    var question = new Question(actor, act, target, kind, scopes);
                    var scope = Expectation.Scope(act, kind, scopes, sees);
                    var decision = Decider.Decide(question);
                    if (
                        decision.Scope.Result != scope
                        || decision.Authorization.Passed != expected.Allowed
                        || decision.Allowed != (expected.Allowed && scope != CheckResult.Failed)
                    )
                    {
                        differences.Add(
                            $"{Describe(question)}: expected {expected} and {scope}, got {decision.Allowed} and {decision.Scope.Result}"
                        );
                    }
                }
            }
        }
        Differences.AssertNone(differences);
    }

    [Fact]
    public void An_actor_who_is_not_in_good_standing_is_refused_everything()
    {
        var allowed =
            from standing in BadStandings
            from actor in (Actor[])
                [
                    Member((Roles)15, onStoreA: (Roles)15, standing),
                    Token(TokenLevel.Edit, administer: true, stores: null, standing),
                    Token(TokenLevel.Edit, administer: true, [StoreA], standing),
                    Service(standing),
                ]
            from act in Acts
            from target in Targets
            let decision = Ask(actor, act, target)
            where
                decision.Allowed
                || decision.Authorization.Passed
                || decision.HiddenTarget
                || decision.Permit is not null
                || decision.Scope.Passed
            select Describe(decision.Question);
        Differences.AssertNone(allowed);
    }

    private static IEnumerable<(Actor, Act, Target)> AllOf(IEnumerable<Actor> actors) =>
        from actor in actors
        from act in Acts
        from target in Targets
        select (actor, act, target);

    /// <summary>Every set of roles on the account and on one store, every token, and those who hold neither.</summary>
    private static IEnumerable<Actor> Actors() =>
        [
            .. from account in RoleSets from onStore in RoleSets select Member(account, onStore),
            .. from level in Levels
            from administer in (bool[])[false, true]
            from stores in (StoreId[]?[])[null, [], [StoreA], [StoreB], [StoreA, StoreB]]
            select Token(level, administer, stores),
            Service(),
            ConsoleActor.Instance,
            AnonymousActor.Instance,
        ];

    /// <summary>The columns of the table one by one, for the whole account and for one store.</summary>
    private static IEnumerable<Actor> SimpleActors() =>
        [
            .. from role in SingleRoles.Prepend(Roles.None)
            from onStore in (bool[])[false, true]
            select onStore ? Member(Roles.None, role) : Member(role),
            .. from level in Levels from stores in (StoreId[]?[])[null, [StoreA]] select Token(level, administer: level is null, stores),
            Service(),
            ConsoleActor.Instance,
            AnonymousActor.Instance,
        ];

    private static string Reached(Decision decision) =>
        decision.Permit is { } permit ? Expectation.Name(permit.Reach.Everything, permit.Reach.Stores) : "";
}
