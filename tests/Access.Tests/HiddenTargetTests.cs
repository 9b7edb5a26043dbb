using static SecretsDashboard.Access.Tests.AccessSampleData;
using static SecretsDashboard.Access.Tests.Generators;

namespace SecretsDashboard.Access.Tests;

/// <summary>Objects outside the caller's reach are answered as if they did not exist: 404, not 403.</summary>
public sealed class HiddenTargetTests
{
    [Fact]
    public void A_store_that_an_actor_may_not_view_cannot_be_distinguished_from_one_that_does_not_exist() =>
        AnyQuestion.Always(question =>
        {
            var there = Decider.Decide(question with { Target = Target.In(StoreA) });
            var sees =
                there.Authorization.Passed || Decider.Decide(question with { Act = Act.ViewMetadata, Target = Target.In(StoreA) }).Allowed;
            return sees
                || question.Actor is ConsoleActor
                || Answer(there) == Answer(Decider.Decide(question with { Target = Target.Nothing }));
        });

    [Fact]
    public void A_binding_of_another_service_cannot_be_distinguished_from_one_that_does_not_exist() =>
        Assert.Equal(
            Answer(Ask(Service(), Act.Resolve, Target.Nothing)),
            Answer(Ask(Service(), Act.Resolve, Target.BindingOf(OtherService, StoreA)))
        );

    [Fact]
    public void Another_service_cannot_be_distinguished_from_one_that_does_not_exist() =>
        Assert.Equal(
            Answer(Ask(Service(), Act.ListOwnBindings, Target.Nothing)),
            Answer(Ask(Service(), Act.ListOwnBindings, Target.Of(OtherService)))
        );

    [Fact]
    public void Another_member_cannot_be_distinguished_from_one_that_does_not_exist() =>
        Assert.Equal(
            Answer(Ask(Member(Roles.None), Act.ViewMembers, Target.Nothing)),
            Answer(Ask(Member(Roles.None), Act.ViewMembers, Target.Self(AnotherMember)))
        );

    [Fact]
    public void An_actor_without_a_valid_credential_gets_the_same_rejection_whether_or_not_the_target_exists()
    {
        Actor[] actors =
        [
            AnonymousActor.Instance,
            Member(Roles.Admin, standing: Standing.SessionEnded),
            Token(TokenLevel.Edit, standing: Standing.TokenExpired),
        ];
        foreach (var actor in actors)
        {
            var answers = Targets.Select(target => Answer(Ask(actor, Act.EditSecret, target))).Distinct().ToList();
            Assert.False(Assert.Single(answers).Outside);
        }
    }

    [Fact]
    public void An_act_closed_to_tokens_is_refused_to_a_token_in_the_same_way_for_existing_and_missing_targets()
    {
        Actor[] tokens = [Token(TokenLevel.Edit, administer: true), Token(TokenLevel.Read, stores: [StoreB])];
        foreach (var token in tokens)
        {
            var answers = Targets
                .Append(Target.Nothing)
                .Select(target => Answer(Ask(token, Act.ManageOwnTokens, target)))
                .Distinct()
                .ToList();
            Assert.False(Assert.Single(answers).Outside);
        }
    }

    [Theory]
    [InlineData(Roles.Reporter, Roles.None)]
    [InlineData(Roles.None, Roles.Reporter)]
    public void A_rejection_does_not_hide_a_store_from_a_member_who_may_view_it(Roles account, Roles onStore)
    {
        Assert.False(Ask(Member(account, onStore), Act.EditSecret, Target.In(StoreA)).HiddenTarget);
        Assert.False(Ask(Member(account, onStore), Act.DeleteStore, Target.In(StoreA)).HiddenTarget);
    }

    [Fact]
    public void A_rejection_does_not_hide_the_account_itself() =>
        Assert.False(Ask(Member(Roles.None), Act.ChangeRoles, Target.Account).HiddenTarget);

    [Fact]
    public void A_rejection_hides_a_binding_only_from_a_member_who_may_not_view_its_store()
    {
        Assert.False(Ask(Member(Roles.SuperAdministrator), Act.Resolve, Target.BindingOf(MyService, StoreA)).HiddenTarget);
        Assert.True(Ask(Member(Roles.None, Roles.Admin), Act.Resolve, Target.BindingOf(MyService, StoreB)).HiddenTarget);
    }

    private static (bool Outside, string, string?, CheckResult, string, string?) Answer(Decision decision) =>
        (
            decision.HiddenTarget,
            decision.Authorization.Reason,
            decision.Authorization.Remedy,
            decision.Scope.Result,
            decision.Scope.Reason,
            decision.Scope.Remedy
        );
}
