namespace SecretsDashboard.Access;

/// <summary>The two checks. Pure and total: the same question always has the same answer, and no question throws but one about no act at all.</summary>
public static class Decider
{
    /// <summary>Decides one question. Both checks are evaluated even when the first fails, so that a refusal names all that is missing.</summary>
    public static Decision Decide(in Question question)
    {
        var rule = Rulebook.RuleOf(question.Act);
        var exists = question.Target.Kind is not (TargetKind.Nothing or 0);
        var authorized = exists && (Held(question, rule) & rule.Allowed) != Grounds.None;
        var scope = ScopeCheck(question);
        var allowed = authorized && scope != CheckResult.Failed;
        var outside = !authorized && question.Actor.Standing == Standing.Good && (!exists || !MaySee(question));
        return new Decision(question, authorized ? CheckResult.Passed : CheckResult.Failed, scope, outside,
            allowed ? new Permit(question, ReachOf(question, rule)) : null);
    }

    /// <summary>The grounds on which the actor stands before this target. None when the credential itself does not count.</summary>
    internal static Grounds Held(in Question question, Rule rule) =>
        question.Actor.Standing != Standing.Good ? Grounds.None : question.Actor switch
        {
            MemberActor member => OfMember(member, question.Target, rule),
            TokenActor token => OfToken(token, question.Target, rule),
            ServiceActor service => OfService(service, question.Target),
            ConsoleActor => Grounds.Console,
            NobodyActor => Grounds.Nobody,
            _ => Grounds.None, // Actor is closed (private protected constructor): this is the branch for nothing.
        };

    private static Grounds OfMember(MemberActor member, Target target, Rule rule) => target.Kind switch
    {
        TargetKind.Account => AsGrounds(member.AccountRoles),
        TargetKind.Store => AsGrounds(rule.AccountWide ? member.AccountRoles : member.RolesIn(target.Store)),
        TargetKind.Anywhere => AsGrounds(rule.AccountWide ? member.AccountRoles : AllRoles(member)),
        TargetKind.Self => target.Member == member.Id ? AsGrounds(AllRoles(member)) | Grounds.Self : Grounds.None,
        TargetKind.ServiceBinding => Grounds.None,
        TargetKind.Nothing => Grounds.None,
    };

    private static Grounds OfToken(TokenActor token, Target target, Rule rule)
    {
        var reaches = target.Kind switch
        {
            TargetKind.Account => token.Stores is null,
            TargetKind.Store => token.Stores is null || (!rule.AccountWide && token.Stores.Contains(target.Store)),
            TargetKind.Anywhere => token.Stores is null || !rule.AccountWide,
            TargetKind.Self => false,
            TargetKind.ServiceBinding => false,
            TargetKind.Nothing => false,
        };
        return reaches ? OfLevel(token.Level) | (token.Administer ? Grounds.Administer : Grounds.None) : Grounds.None;
    }

    private static Grounds OfLevel(TokenLevel? level) => level is not { } held ? Grounds.None : held switch
    {
        TokenLevel.Read => Grounds.Read,
        TokenLevel.Bind => Grounds.Bind,
        TokenLevel.Manage => Grounds.Manage,
        TokenLevel.Edit => Grounds.Edit,
    };

    private static Grounds OfService(ServiceActor service, Target target) =>
        target.Kind == TargetKind.ServiceBinding && target.Service == service.Id ? Grounds.Service : Grounds.None;

    private static CheckResult ScopeCheck(in Question question) =>
        !Rulebook.ChecksScope(question.Act) ? CheckResult.NotApplicable
        : ScopeNames.IsSingle(question.Kind) && (question.SecretScopes & question.Kind) == question.Kind ? CheckResult.Passed
        : CheckResult.Failed;

    /// <summary>Whether the actor may know that the target exists at all.</summary>
    private static bool MaySee(in Question question) => question.Target.Kind switch
    {
        TargetKind.Store => (Held(question with { Act = Act.ViewMetadata }, Viewing) & Viewing.Allowed) != Grounds.None,
        TargetKind.Account or TargetKind.Anywhere or TargetKind.Self => true,
        TargetKind.ServiceBinding or TargetKind.Nothing => false,
    };

    private static Reach ReachOf(in Question question, Rule rule) => question.Target.Kind switch
    {
        TargetKind.Account => Reach.Account,
        TargetKind.Store or TargetKind.ServiceBinding => rule.AccountWide ? Reach.Account : Reach.Of(question.Target.Store),
        TargetKind.Anywhere => ReachAnywhere(question.Actor, rule),
        TargetKind.Self or TargetKind.Nothing => Reach.Nothing,
    };

    private static Reach ReachAnywhere(Actor actor, Rule rule) => actor switch
    {
        MemberActor m when (AsGrounds(m.AccountRoles) & rule.Allowed) != Grounds.None => Reach.Account,
        MemberActor m => Reach.Of(m.StoreRoles.Keys.Where(store => (AsGrounds(m.RolesIn(store)) & rule.Allowed) != Grounds.None)),
        TokenActor { Stores: null } => Reach.Account,
        TokenActor { Stores: { } stores } => Reach.Of(stores),
        ConsoleActor => Reach.Account,
        _ => Reach.Nothing, // A service or nobody reaches no store by asking for all of them.
    };

    // The four role bits and the four role columns share their values; a test holds them together.
    private static Grounds AsGrounds(Roles roles) => (Grounds)(ushort)roles;

    private static Roles AllRoles(MemberActor member)
    {
        var roles = member.AccountRoles;
        foreach (var granted in member.StoreRoles.Values)
        {
            roles |= granted & ~Roles.SuperAdministrator;
        }
        return roles;
    }

    private static readonly Rule Viewing = Rulebook.RuleOf(Act.ViewMetadata);
}
