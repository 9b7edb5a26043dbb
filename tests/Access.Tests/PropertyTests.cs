using CsCheck;
using static SecretsDashboard.Access.Tests.AccessSampleData;
using static SecretsDashboard.Access.Tests.Generators;

namespace SecretsDashboard.Access.Tests;

/// <summary>Properties that must hold for every question, tested on random ones.</summary>
public sealed class PropertyTests
{
    [Fact]
    public void An_actor_without_rights_is_refused_everything_except_acts_on_itself()
    {
        Actor[] empty =
        [
            Member(Roles.None),
            Token(null),
            Token(null, stores: [StoreA]),
            Token(TokenLevel.Edit, administer: true, stores: []),
        ];
        var allowed =
            from actor in empty
            from act in Acts
            from target in Targets
            where Ask(actor, act, target).Allowed && !(target == Target.Self(Me) && DecisionTable.Documented.Allows(act, "self"))
            select $"{act} at {target} by {Describe(actor)}";
        Differences.AssertNone(allowed);
    }

    [Fact]
    public void A_target_that_does_not_exist_is_refused_to_every_actor() =>
        AnyQuestion.Always(question =>
            MissingTargets.All(nothing =>
                Decider.Decide(question with { Target = nothing }) is { Allowed: false, Permit: null, Authorization.Failed: true }
            )
        );

    [Fact]
    public void Empty_and_undefined_values_never_grant_a_right()
    {
        Assert.False(Ask(Member((Roles)0xF0), Act.ViewMetadata, Target.Account).Allowed);
        Assert.False(Ask(Token((TokenLevel)0), Act.ViewMetadata, Target.Account).Allowed);
        Assert.False(Ask(Token((TokenLevel)99), Act.ViewMetadata, Target.Account).Allowed);
        Assert.False(Ask(Member(Roles.Admin, standing: 0), Act.ViewMetadata, Target.Account).Allowed);
        Assert.False(Ask(null!, Act.ViewMetadata, Target.Account).Allowed);
        Assert.False(Ask(new MemberActor(default, Standing.Good, Roles.None), Act.ManageOwnAccount, Target.Self(default)).Allowed);
        Assert.False(Ask(new ServiceActor(default, Standing.Good), Act.Resolve, Target.BindingOf(default, StoreA)).Allowed);
    }

    [Fact]
    public void Fewer_roles_stores_or_scopes_never_allow_more() =>
        Gen.Select(AnyQuestion, Gen.UInt)
            .Sample(
                (question, mask) =>
                {
                    var weaker = question with
                    {
                        Actor = Weakened(question.Actor, mask),
                        SecretScopes = question.SecretScopes & (Scopes)(mask >> 16),
                    };
                    return Decider.Decide(weaker).Permit is not { } less
                        || Decider.Decide(question).Permit is { } more && IsWithin(less.Reach, more.Reach);
                },
                iter: 50_000,
                print: pair => $"{Describe(pair.Item1)}, weakened by {pair.Item2:x} to {Describe(Weakened(pair.Item1.Actor, pair.Item2))}"
            );

    [Fact]
    public void A_set_of_roles_passes_exactly_when_one_of_its_single_roles_passes() =>
        QuestionsOf(AnyMember)
            .Always(question =>
            {
                var member = (MemberActor)question.Actor;
                var oneByOne = SingleRoles.SelectMany(role =>
                    (MemberActor[])
                        [
                            new(Me, Standing.Good, member.AccountRoles & role),
                            .. member.StoreRoles.Select(grant => new MemberActor(
                                Me,
                                Standing.Good,
                                Roles.None,
                                new Dictionary<StoreId, Roles> { [grant.Key] = grant.Value & role }
                            )),
                        ]
                );
                return Decider.Decide(question).Authorization.Passed
                    == oneByOne.Any(single => Decider.Decide(question with { Actor = single }).Authorization.Passed);
            });

    [Fact]
    public void The_role_super_administrator_on_a_single_store_has_no_effect() =>
        QuestionsOf(AnyMember)
            .Always(question =>
            {
                var member = (MemberActor)question.Actor;
                var elevated = Stores.ToDictionary(
                    store => store,
                    store => member.StoreRoles.GetValueOrDefault(store) | Roles.SuperAdministrator
                );
                return IsSameAnswer(
                    Decider.Decide(question),
                    Decider.Decide(question with { Actor = new MemberActor(Me, Standing.Good, member.AccountRoles, elevated) })
                );
            });

    [Fact]
    public void Undefined_role_bits_do_not_change_any_decision() =>
        QuestionsOf(AnyMember)
            .Always(question =>
            {
                var member = (MemberActor)question.Actor;
                var undefined = Stores.ToDictionary(store => store, store => member.StoreRoles.GetValueOrDefault(store) | (Roles)0xF0);
                return IsSameAnswer(
                    Decider.Decide(question),
                    Decider.Decide(
                        question with
                        {
                            Actor = new MemberActor(Me, Standing.Good, member.AccountRoles | (Roles)0xF0, undefined),
                        }
                    )
                );
            });

    [Fact]
    public void A_permit_never_reaches_beyond_the_actors_stores() =>
        AnyQuestion.Always(question =>
            Decider.Decide(question).Permit is not { } permit
            || question.Actor switch
            {
                MemberActor { AccountRoles: Roles.None } member => !permit.Reach.Everything
                    && permit.Reach.Stores.All(member.StoreRoles.ContainsKey),
                TokenActor { Stores: { } stores } => !permit.Reach.Everything && permit.Reach.Stores.All(stores.Contains),
                ServiceActor => permit.Reach is { Everything: false } reach
                    && reach.Stores.SequenceEqual(question.Target.Kind == TargetKind.Service ? [] : [question.Target.Store]),
                AnonymousActor => permit.Reach is { Everything: false, Stores.Count: 0 },
                _ => question.Target.Kind != TargetKind.Store || permit.Reach.Contains(question.Target.Store),
            }
        );

    [Fact]
    public void A_permit_for_anywhere_reaches_exactly_the_stores_where_the_act_is_allowed() =>
        AnyQuestion.Always(question =>
            Decider.Decide(question with { Target = Target.Anywhere }).Permit is not { } permit
            || question.Actor is AnonymousActor
            || Stores.All(store => permit.Reach.Contains(store) == Decider.Decide(question with { Target = Target.In(store) }).Allowed)
        );

    [Fact]
    public void A_right_on_single_stores_never_passes_an_account_wide_rule() =>
        AnyQuestion.Always(question =>
            question.Actor
                is MemberActor { AccountRoles: not Roles.None }
                    or TokenActor { Stores: null }
                    or ServiceActor
                    or ConsoleActor
                    or AnonymousActor
            || !DecisionTable.Documented.IsAccountWide(question.Act) && question.Target.Kind != TargetKind.Account
            || question.Target == Target.Self(Me) && DecisionTable.Documented.Allows(question.Act, "self")
            || !Decider.Decide(question).Authorization.Passed
        );

    [Fact]
    public void Each_kind_of_actor_passes_only_rules_that_have_a_ground_for_that_kind()
    {
        AnyQuestion.Always(question =>
            !Decider.Decide(question).Authorization.Passed
            || question.Actor switch
            {
                MemberActor => (Rulebook.RuleOf(question.Act).Allowed & (Rulebook.EveryRole | Grounds.Self)) != Grounds.None,
                TokenActor => (Rulebook.RuleOf(question.Act).Allowed & Rulebook.EveryPermission) != Grounds.None,
                ServiceActor => question.Act is Act.ListOwnBindings or Act.Resolve,
                ConsoleActor => (Rulebook.RuleOf(question.Act).Allowed & Grounds.Console) != Grounds.None,
                _ => (Rulebook.RuleOf(question.Act).Allowed & Grounds.Anonymous) != Grounds.None,
            }
        );
    }

    [Fact]
    public void The_same_question_has_the_same_answer() =>
        AnyQuestion.Always(question => IsSameAnswer(Decider.Decide(question), Decider.Decide(question)));

    [Fact]
    public void No_question_causes_an_exception_when_it_is_decided_or_explained() =>
        Gen.Select(AnyQuestion, AnyStanding, Gen.Byte, Gen.Int[-1, 9])
            .Sample(
                (question, standing, roles, level) =>
                {
                    Actor?[] odd =
                    [
                        question.Actor,
                        null,
                        new MemberActor(default, standing, (Roles)roles, new Dictionary<StoreId, Roles> { [default] = (Roles)roles }),
                        new TokenActor(default, standing, (TokenLevel)level, roles > 127, new HashSet<StoreId> { default }),
                        new ServiceActor(default, standing),
                    ];
                    return odd.All(actor =>
                        Decider.Decide(question with { Actor = actor! }) is var decision
                        && decision.Authorization.Reason != ""
                        && decision.Scope.Reason != ""
                        && decision.Authorization.Remedy != ""
                        && decision.Scope.Remedy != ""
                    );
                },
                iter: 20_000
            );

    private static bool IsSameAnswer(Decision one, Decision other) =>
        one.Authorization.Result == other.Authorization.Result
        && one.Scope.Result == other.Scope.Result
        && one.HiddenTarget == other.HiddenTarget
        && one.Allowed == other.Allowed
        && (one.Permit is null || IsWithin(one.Permit.Reach, other.Permit!.Reach) && IsWithin(other.Permit.Reach, one.Permit.Reach));

    private static bool IsWithin(Reach less, Reach more) =>
        more.Everything || (!less.Everything && less.Stores.All(store => more.Contains(store)));
}
