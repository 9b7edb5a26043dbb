namespace SecretsDashboard.Access;

/// <summary>The two checks. Pure and total: the same question always has the same answer, and only an undefined act throws.</summary>
public static class Decider
{
    /// <summary>Decides one question. Both checks are evaluated even when the first
    /// fails, so that a refusal names all that is missing.</summary>
    public static Decision Decide(in Question question)
    {
        var rule = Rulebook.RuleOf(question.Act);
        var authorized = (Held(question, rule) & rule.Allowed) != Grounds.None;
        var sees = authorized || MayView(question, rule);
        var scope = ScopeCheck(question, sees);
        var allowed = authorized && scope != CheckResult.Failed;
        return new Decision(
            question,
            authorized ? CheckResult.Passed : CheckResult.Failed,
            scope,
            !sees && IsHiddenTarget(question, rule),
            allowed ? new Permit(question, ReachOf(question, rule)) : null
        );
    }

    /// <summary>The actor's grounds for this target. None when the credential is not valid, or the target does not exist.</summary>
    internal static Grounds Held(in Question question, Rule rule) =>
        question.Actor switch
        {
            { Standing: not Standing.Good } => Grounds.None,
            _ when question.Target.Kind == TargetKind.Nothing => Grounds.None,
            MemberActor member => OfMember(member, question.Target, rule),
            TokenActor token => OfToken(token, question.Target, rule),
            ServiceActor service => OfService(service, question.Target),
            ConsoleActor => Grounds.Console,
            AnonymousActor => Grounds.Anonymous,
            _ => Grounds.None, // Actor is closed (private protected constructor), so this branch is unreachable.
        };

    /// <summary>Whether the actor may view the target or its store, and may therefore see a secret's scopes.</summary>
    internal static bool MayView(in Question question, Rule rule)
    {
        // A caller who may view a secret may view its bindings, and may learn that only the
        // service can read the value. No other act has a binding as its target.
        var isValue = question.Target.Kind == TargetKind.ServiceBinding && (rule.Allowed & Grounds.Service) != Grounds.None;
        var target = isValue ? Target.In(question.Target.Store) : question.Target;
        return (Held(question with { Target = target }, Viewing) & Viewing.Allowed) != Grounds.None;
    }

    private static Grounds OfMember(MemberActor member, Target target, Rule rule) =>
        target.Kind switch
        {
            TargetKind.Account => RoleGrounds.Of(member.AccountRoles),
            TargetKind.Store => RoleGrounds.Of(rule.AccountWide ? member.AccountRoles : member.RolesIn(target.Store)),
            TargetKind.Anywhere => RoleGrounds.Of(RolesAnywhere(member, rule)),
            TargetKind.Self => target.Member == member.Id ? RoleGrounds.Of(RolesAnywhere(member, rule)) | Grounds.Self : Grounds.None,
            TargetKind.ServiceBinding or TargetKind.Service or TargetKind.Nothing => Grounds.None,
        };

    private static Roles RolesAnywhere(MemberActor member, Rule rule) =>
        rule.AccountWide ? member.AccountRoles : member.AccountRoles | member.RolesOnStores;

    private static Grounds OfToken(TokenActor token, Target target, Rule rule)
    {
        var reaches = target.Kind switch
        {
            TargetKind.Account => token.Stores is null,
            TargetKind.Store => token.Stores is null || (!rule.AccountWide && token.Stores.Contains(target.Store)),
            TargetKind.Anywhere => token.Stores is null || (!rule.AccountWide && token.Stores.Count > 0),
            TargetKind.Self or TargetKind.ServiceBinding or TargetKind.Service or TargetKind.Nothing => false,
        };
        return reaches ? OfLevel(token.Level) | (token.Administer ? Grounds.Administer : Grounds.None) : Grounds.None;
    }

    private static Grounds OfLevel(TokenLevel? level) =>
        level is not { } held
            ? Grounds.None
            : held switch
            {
                TokenLevel.Read => Grounds.Read,
                TokenLevel.Bind => Grounds.Bind,
                TokenLevel.Manage => Grounds.Manage,
                TokenLevel.Edit => Grounds.Edit,
            };

    private static Grounds OfService(ServiceActor service, Target target) =>
        target.Kind is TargetKind.ServiceBinding or TargetKind.Service && target.Service == service.Id ? Grounds.Service : Grounds.None;

    // A caller who may not view the secret could learn its scopes from this check, so it fails for them without an evaluation.
    private static CheckResult ScopeCheck(in Question question, bool sees) =>
        !Rulebook.ChecksScope(question.Act) || IsEmptyDeployment(question) ? CheckResult.NotApplicable
        : sees && ScopeNames.IsSingle(question.Kind) && (question.SecretScopes & question.Kind) == question.Kind ? CheckResult.Passed
        : CheckResult.Failed;

    // One act covers a whole upload, which may bind no secret at all; bind and associate always name one.
    private static bool IsEmptyDeployment(in Question question) => question is { Act: Act.Deploy, ConsumesNothing: true };

    /// <summary>Whether a target that the actor may not view must look as if it did not exist.</summary>
    private static bool IsHiddenTarget(in Question question, Rule rule)
    {
        // Without a valid credential, or for a token and an act that tokens
        // may not do, the refusal says so whether or not the target exists.
        var isRefusedInAnyCase =
            (question.Actor is AnonymousActor && (rule.Allowed & Grounds.Anonymous) == Grounds.None)
            || (question.Actor is TokenActor && (rule.Allowed & Rulebook.EveryPermission) == Grounds.None);
        return !isRefusedInAnyCase
            && question.Actor is { Standing: Standing.Good }
            && question.Target.Kind switch
            {
                TargetKind.Nothing => true,
                TargetKind.Account or TargetKind.Anywhere => false,
                TargetKind.Store => question.Actor is not ConsoleActor,
                TargetKind.Self or TargetKind.ServiceBinding or TargetKind.Service => Held(question, rule) == Grounds.None,
            };
    }

    // Setup, sign-in and joining change members, and no store.
    private static Reach ReachOf(in Question question, Rule rule) =>
        question.Actor is AnonymousActor
            ? Reach.Nothing
            : question.Target.Kind switch
            {
                TargetKind.Account => Reach.Account,
                TargetKind.Store or TargetKind.ServiceBinding => rule.AccountWide ? Reach.Account : Reach.Of(question.Target.Store),
                TargetKind.Anywhere => ReachAnywhere(question.Actor, rule),
                TargetKind.Self or TargetKind.Service or TargetKind.Nothing => Reach.Nothing,
            };

    private static Reach ReachAnywhere(Actor actor, Rule rule) =>
        actor switch
        {
            MemberActor m when (RoleGrounds.Of(m.AccountRoles) & rule.Allowed) != Grounds.None => Reach.Account,
            MemberActor m => Reach.Of(
                m.StoreRoles.Where(grant => (RoleGrounds.Of(grant.Value) & rule.Allowed) != Grounds.None).Select(grant => grant.Key)
            ),
            TokenActor { Stores: null } => Reach.Account,
            TokenActor { Stores: { } stores } => Reach.Of(stores),
            ConsoleActor => Reach.Account,
            _ => Reach.Nothing, // A service or an unauthenticated caller reaches no store by asking for all of them.
        };

    private static readonly Rule Viewing = Rulebook.RuleOf(Act.ViewMetadata);
}
