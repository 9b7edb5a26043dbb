namespace SecretsDashboard.Access;

/// <summary>The reasons of a decision. They are derived from the same table and
/// the same facts as the decision, so they can't contradict it.</summary>
internal static class Explanation
{
    public static string OfAuthorization(Decision decision, CheckResult result)
    {
        var question = decision.Question;
        var rule = Rulebook.RuleOf(question.Act);
        if (result == CheckResult.Passed)
        {
            return $"{Sentence.Capital(GroundNames.Join(Decider.Held(question, rule) & rule.Allowed, "and"))} may "
                + $"{ActNames.Describe(question.Act)}.";
        }
        if (question.Actor is not { Standing: Standing.Good } actor)
        {
            return OfStanding(question.Actor);
        }
        return decision.HiddenTarget
            ? "Nothing with this id exists within your reach."
            : $"Needs {GroundNames.Join(Useful(actor, rule), "or")}{(LacksWholeAccount(question, rule) ? " for the whole account" : "")}. "
                + $"{Held(question)}";
    }

    public static string OfScope(in Question question, CheckResult result) =>
        result switch
        {
            CheckResult.NotApplicable => "No service consumes a secret here, so no scope is checked.",
            CheckResult.Passed => $"The secret's scopes include {ScopeNames.Name(question.Kind).DisplayName}.",
            CheckResult.Failed when !IsCompared(question) => "The secret's scopes are hidden, because the caller may not view the secret.",
            CheckResult.Failed when !ScopeNames.IsSingle(question.Kind) => "The request does not name a service of a known kind.",
            CheckResult.Failed when ScopeNames.Describe(question.SecretScopes) is { Length: > 0 } scopes =>
                $"The service is of kind {ScopeNames.Name(question.Kind).DisplayName}; the secret's scopes are {scopes}.",
            CheckResult.Failed => "The request does not name a secret, or the secret has no scopes.",
        };

    /// <summary>The rule's grounds that a caller of this kind can hold; all of them if it can hold none.</summary>
    internal static Grounds Useful(Actor actor, Rule rule)
    {
        var columns =
            rule.Allowed
            & actor switch
            {
                MemberActor => Rulebook.EveryRole,
                TokenActor => Rulebook.EveryPermission,
                _ => Grounds.None,
            };
        return columns == Grounds.None ? rule.Allowed : columns;
    }

    /// <summary>True if the actor has rights on single stores that can't be enough. Super Administrator is never held on a store, so a rule
    /// that allows only this role is left out.</summary>
    internal static bool LacksWholeAccount(in Question question, Rule rule) =>
        (rule.AccountWide || question.Target.Kind == TargetKind.Account)
        && question.Actor switch
        {
            MemberActor member => member.RolesOnStores != Roles.None
                && (rule.Allowed & Rulebook.EveryRole & ~Grounds.SuperAdministrator) != Grounds.None,
            TokenActor token => token.Stores is not null && (rule.Allowed & Rulebook.EveryPermission) != Grounds.None,
            _ => false,
        };

    internal static bool IsCompared(in Question question)
    {
        var rule = Rulebook.RuleOf(question.Act);
        return (Decider.Held(question, rule) & rule.Allowed) != Grounds.None || Decider.MayView(question, rule);
    }

    private static string Held(in Question question) =>
        question.Actor switch
        {
            MemberActor member => OfRoles(member, question.Target),
            TokenActor token => $"This token has {OfToken(token)}.",
            ServiceActor => "This is a service.",
            ConsoleActor => "This is the server's console.",
            AnonymousActor => "You are not signed in.",
            // Stryker disable once String : Actor is closed, so no other caller exists.
            _ => "",
        };

    private static string OfRoles(MemberActor member, Target target)
    {
        var onStore = target.Kind == TargetKind.Store;
        var more = (onStore ? member.RolesIn(target.Store) : member.RolesOnStores) & ~member.AccountRoles;
        var account = RoleNames.Describe(member.AccountRoles);
        var stores = $"{RoleNames.Describe(more)} {(onStore ? "on this store" : "on single stores")}";
        return (member.AccountRoles, more) switch
        {
            (Roles.None, Roles.None) => "You hold no role.",
            (_, Roles.None) => $"You are {account}.",
            (Roles.None, _) => $"You are {stores}.",
            _ => $"You are {account}, and {stores}.",
        };
    }

    private static string OfToken(TokenActor token) =>
        (
            (token.Level, token.Administer) switch
            {
                (null, true) => "Administer",
                (null, false) => "no permission",
                ({ } level, true) => $"{level} and Administer",
                ({ } level, false) => level.ToString(),
            }
        )
        + token.Stores switch
        {
            null => "",
            { Count: 0 } => " on no store",
            _ => " on single stores",
        };

    private static string OfStanding(Actor? actor) =>
        (actor?.Standing ?? Standing.Unknown) switch
        {
            // Stryker disable once String : only refused standings are explained.
            Standing.Good => "",
            Standing.Unknown => actor is TokenActor or ServiceActor ? "This credential is not known." : "You are not signed in.",
            Standing.SessionEnded => "This session was ended.",
            Standing.SessionIdle => "This session ended because it was idle.",
            Standing.SessionExpired => "This session reached its time limit.",
            Standing.MemberDisabled => actor is TokenActor ? "The member who owns this token is disabled." : "This member is disabled.",
            Standing.MemberRemoved => actor is TokenActor ? "The member who owns this token was removed." : "This member was removed.",
            Standing.TokenDisabled => "This token is disabled.",
            Standing.TokenExpired => $"This {Credential(actor)} has expired.",
            Standing.TokenNotYetValid => $"This {Credential(actor)} is not valid yet.",
            Standing.Forged => "The stored data about you were changed by another program.",
            Standing.AddressNotAllowed => $"This {Credential(actor)} may not be used from this address.",
        };

    internal static string Credential(Actor? actor) => actor is ServiceActor ? "credential" : "token";
}
