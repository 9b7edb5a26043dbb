using static SecretsDashboard.Access.Tests.AccessSampleData;
using static SecretsDashboard.Access.Tests.Generators;

namespace SecretsDashboard.Access.Tests;

/// <summary>The explanation says what the enforcement does, and what it asks for would help.</summary>
public sealed class ExplanationTests
{
    [Fact]
    public void An_act_is_allowed_exactly_when_no_check_failed_and_then_there_is_a_permit_for_that_very_question() =>
        AnyQuestion.Always(question =>
        {
            var decision = Decider.Decide(question);
            return decision.Allowed == (decision.Authorization.Passed && !decision.Scope.Failed)
                && decision.Allowed == decision.Permit is not null
                && decision.Question == question
                && (decision.Permit is null || decision.Permit.Question == question)
                && !(decision.HiddenTarget && decision.Authorization.Passed);
        });

    [Fact]
    public void Every_check_has_a_reason_and_every_failed_check_has_a_remedy() =>
        AnyQuestion.Always(question =>
        {
            var decision = Decider.Decide(question);
            return IsExplained(decision.Authorization) && IsExplained(decision.Scope);
        });

    [Fact]
    public void A_passed_authorization_names_the_grounds_on_which_it_passed() =>
        AnyQuestion.Always(question =>
        {
            var decision = Decider.Decide(question);
            return !decision.Authorization.Passed
                || decision.Authorization.Reason == $"{Capital(Named(question))} may {ActNames.Describe(question.Act)}.";
        });

    [Fact]
    public void Each_role_named_in_a_members_rejection_would_let_the_member_pass() =>
        QuestionsOf(AnyMember)
            .Always(question =>
                RolesAskedFor(Decider.Decide(question).Authorization)
                    .All(role => Given(question, account: role) && (AsksForTheWholeAccount(question) || GivenOnAStore(question, role)))
            );

    [Fact]
    public void Each_permission_named_in_a_tokens_rejection_would_let_the_token_pass() =>
        QuestionsOf(AnyToken)
            .Always(question =>
                PermissionsAskedFor(Decider.Decide(question).Authorization)
                    .All(name => Passes(question, WithPermission((TokenActor)question.Actor, name, AsksForTheWholeAccount(question))))
            );

    [Fact]
    public void No_refusal_asks_for_what_the_caller_already_has() =>
        AnyQuestion.Always(question =>
        {
            var needs = Needs(Decider.Decide(question).Authorization);
            return question.Actor switch
            {
                MemberActor member => AsksForTheWholeAccount(question)
                    || !needs.Intersect(SingleRoles.Where(r => member.AccountRoles.HasFlag(r)).Select(NameOf)).Any(),
                TokenActor { Stores.Count: 0 } => true, // It lacks stores, and the explanation says that it has its permission on none.
                TokenActor token => AsksForTheWholeAccount(question) || token.Level is not { } level || !needs.Contains(level.ToString()),
                ConsoleActor => !needs.Contains("the server's console"),
                AnonymousActor => !needs.Contains("a visitor who is not signed in"),
                _ => true,
            };
        });

    [Fact]
    public void The_secret_scope_that_a_rejection_asks_for_would_let_the_scope_check_pass() =>
        AnyQuestion.Always(question =>
            Decider.Decide(question).Scope is not { Failed: true } scope
            || !scope.Remedy!.StartsWith("Choose a secret", StringComparison.Ordinal)
            || Decider.Decide(question with { SecretScopes = question.SecretScopes | question.Kind }).Scope.Passed
        );

    /// <summary>The names between "Needs" and the full stop.</summary>
    private static string[] Needs(Check authorization)
    {
        var first = authorization.Reason.Split(". ")[0];
        return !first.StartsWith("Needs ", StringComparison.Ordinal)
            ? []
            : first["Needs ".Length..]
                .Replace(" for the whole account", "", StringComparison.Ordinal)
                .Split([", ", " or "], StringSplitOptions.None);
    }

    private static bool AsksForTheWholeAccount(Question question) =>
        Decider.Decide(question).Authorization.Reason.Contains(" for the whole account.", StringComparison.Ordinal);

    private static IEnumerable<Roles> RolesAskedFor(Check authorization) => Needs(authorization).Select(RoleNames.Find).OfType<Roles>();

    private static IEnumerable<string> PermissionsAskedFor(Check authorization) =>
        Needs(authorization).Where(name => name == "Administer" || Enum.TryParse<TokenLevel>(name, out _));

    private static bool Given(Question question, Roles account)
    {
        var member = (MemberActor)question.Actor;
        return Passes(question, new MemberActor(Me, Standing.Good, member.AccountRoles | account, member.StoreRoles));
    }

    /// <summary>Only who asks at one store, or anywhere, and holds roles on stores, can be helped by one more role on a store.</summary>
    private static bool GivenOnAStore(Question question, Roles role)
    {
        var member = (MemberActor)question.Actor;
        var store = question.Target.Kind == TargetKind.Store ? question.Target.Store : StoreA;
        var more = new Dictionary<StoreId, Roles>(member.StoreRoles) { [store] = member.StoreRoles.GetValueOrDefault(store) | role };
        return role == Roles.SuperAdministrator
            || member.StoreRoles.Values.All(held => (held & ~Roles.SuperAdministrator) == Roles.None)
            || Passes(question, new MemberActor(Me, Standing.Good, member.AccountRoles, more));
    }

    private static TokenActor WithPermission(TokenActor token, string name, bool unlimited) =>
        new(
            token.Id,
            Standing.Good,
            Enum.TryParse<TokenLevel>(name, out var level) ? level : token.Level,
            token.Administer || name == "Administer",
            unlimited || token.Stores is { Count: 0 } ? null : token.Stores
        );

    private static bool Passes(Question question, Actor actor) => Decider.Decide(question with { Actor = actor }).Authorization.Passed;

    private static bool IsExplained(Check check) =>
        check.Reason.EndsWith('.')
        && !check.Reason.Contains("  ", StringComparison.Ordinal)
        && (check.Failed ? check.Remedy is { } remedy && remedy.EndsWith('.') : check.Remedy is null);

    private static string Named(Question question)
    {
        var rule = Rulebook.RuleOf(question.Act);
        return GroundNames.Join(Decider.Held(question, rule) & rule.Allowed, "and");
    }

    private static string NameOf(Roles role) => RoleNames.All.Single(name => name.Role == role).Name;

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
