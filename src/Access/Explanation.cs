namespace SecretsDashboard.Access;

/// <summary>The sentences of a decision. They are made from the same table and the same facts, so they can't say anything else.</summary>
internal static class Explanation
{
    public static string OfAuthorization(Decision decision, CheckResult result)
    {
        var question = decision.Question;
        var rule = Rulebook.RuleOf(question.Act);
        if (result == CheckResult.Passed)
        {
            return $"{Capital(Names(Decider.Held(question, rule) & rule.Allowed, "and"))} may {ActNames.Describe(question.Act)}.";
        }
        if (question.Actor.Standing != Standing.Good)
        {
            return OfStanding(question.Actor.Standing);
        }
        return decision.Outside ? "Nothing with this id exists within your reach." : $"Needs {Needed(question, rule)}. {Held(question, rule)}";
    }

    public static string? AuthorizationRemedy(Decision decision)
    {
        var question = decision.Question;
        return question.Actor switch
        {
            { Standing: not Standing.Good } => RemedyOfStanding(question.Actor.Standing),
            _ when decision.Outside => "Check the address, or ask a Super Administrator for a role on that store.",
            MemberActor => MemberRemedy(question, Rulebook.RuleOf(question.Act)),
            TokenActor => "Use a token with the permission named above.",
            ServiceActor => "Ask with the credential of the service that owns the binding.",
            ConsoleActor => "Do this in the dashboard.",
            NobodyActor => "Sign in first.",
            _ => null,
        };
    }

    public static string OfScope(in Question question, CheckResult result) => result switch
    {
        CheckResult.NotApplicable => "No service consumes a secret here, so no scope is checked.",
        CheckResult.Passed => $"The secret's scopes include {ScopeNames.Name(question.Kind).DisplayName}.",
        CheckResult.Failed when !ScopeNames.IsSingle(question.Kind) => "No service of a known kind was named.",
        CheckResult.Failed when question.SecretScopes == Scopes.None => "The secret's scope list is not known to you or empty.",
        CheckResult.Failed => $"The service is of kind {ScopeNames.Name(question.Kind).DisplayName}; the secret's scopes are {ScopeNames.Describe(question.SecretScopes)}.",
    };

    public static string ScopeRemedy(in Question question) => ScopeNames.IsSingle(question.Kind)
        ? $"An Admin can add {ScopeNames.Name(question.Kind).DisplayName} to the secret's scopes, or choose a secret that has it."
        : "Choose an existing service and an existing secret.";

    private static string Needed(in Question question, Rule rule)
    {
        var columns = question.Actor switch
        {
            MemberActor => rule.Allowed & MemberGrounds,
            TokenActor => rule.Allowed & TokenGrounds,
            _ => rule.Allowed,
        };
        columns = columns == Grounds.None ? rule.Allowed : columns;
        return Names(columns, "or") + (rule.AccountWide && question.Actor is MemberActor or TokenActor && IsAccountMatter(columns) ? " for the whole account" : "");
    }

    private static bool IsAccountMatter(Grounds columns) => (columns & (Grounds.Admin | Grounds.Reporter | Grounds.Manage | Grounds.Edit)) != 0;

    private static string Held(in Question question, Rule rule) => question.Actor switch
    {
        MemberActor member => OfRoles(member, question.Target),
        TokenActor token => $"This token has {TokenName(token)}.",
        ServiceActor => "This is the identity of another service.",
        ConsoleActor => "This is the console.",
        NobodyActor => "Nobody is signed in.",
        _ => "",
    };

    private static string OfRoles(MemberActor member, Target target)
    {
        var counting = target.Kind == TargetKind.Store ? member.RolesIn(target.Store) : member.AccountRoles;
        if (counting != Roles.None)
        {
            return $"You are {RoleNames.Describe(counting)}{(member.AccountRoles == Roles.None ? " on this store" : "")}.";
        }
        return member.StoreRoles.Count == 0 ? "You hold no role." : "Your roles are on single stores.";
    }

    private static string TokenName(TokenActor token) =>
        ((token.Level, token.Administer) switch
        {
            (null, true) => "Administer",
            (null, false) => "no permission",
            ({ } level, true) => $"{level} and Administer",
            ({ } level, false) => level.ToString(),
        }) + (token.Stores is null ? "" : " on single stores");

    private static string MemberRemedy(in Question question, Rule rule)
    {
        var roles = (Roles)(byte)(rule.Allowed & RoleGrounds);
        if (roles == Roles.None)
        {
            return (rule.Allowed & Grounds.Console) != 0 ? "Do this on the server's console." : "No role opens this.";
        }
        var least = roles & ~Roles.SuperAdministrator;
        return $"Ask a Super Administrator for {Names((Grounds)(byte)(least == Roles.None ? roles : least), "or")}{(rule.AccountWide ? " for the account" : "")}.";
    }

    private static string OfStanding(Standing standing) => standing switch
    {
        Standing.Good => "",
        Standing.Unknown => "You are not signed in.",
        Standing.SessionEnded => "This session was ended.",
        Standing.SessionIdle => "This session ended after 30 minutes without an action.",
        Standing.SessionExpired => "This session reached its limit of 12 hours.",
        Standing.MemberDisabled => "This member is disabled.",
        Standing.MemberRemoved => "This member was removed.",
        Standing.TokenDisabled => "This token is disabled.",
        Standing.TokenExpired => "This token has expired.",
        Standing.TokenNotYetValid => "This token is not valid yet.",
        Standing.AddressNotAllowed => "This address may not use the token.",
    };

    private static string RemedyOfStanding(Standing standing) => standing switch
    {
        Standing.Good => "",
        Standing.Unknown or Standing.SessionEnded or Standing.SessionIdle or Standing.SessionExpired => "Sign in again.",
        Standing.MemberDisabled or Standing.MemberRemoved => "Ask a Super Administrator.",
        Standing.TokenDisabled or Standing.TokenExpired or Standing.TokenNotYetValid or Standing.AddressNotAllowed => "Use a valid token.",
    };

    private static string Names(Grounds grounds, string conjunction) =>
        Sentence.Join([.. AllGrounds.Where(g => grounds.HasFlag(g)).Select(Name)], conjunction);

    private static string Name(Grounds ground) => ground switch
    {
        Grounds.SuperAdministrator => "Super Administrator",
        Grounds.Admin or Grounds.Deployer or Grounds.Reporter or Grounds.Read or Grounds.Bind or Grounds.Manage or Grounds.Edit or Grounds.Administer => ground.ToString(),
        Grounds.Service => "the service's own identity",
        Grounds.Console => "the server's console",
        Grounds.Nobody => "a visitor who is not signed in",
        Grounds.Self => "the member themselves",
        _ => "",
    };

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private const Grounds RoleGrounds = Grounds.SuperAdministrator | Grounds.Admin | Grounds.Deployer | Grounds.Reporter;
    private const Grounds MemberGrounds = RoleGrounds | Grounds.Self;
    private const Grounds TokenGrounds = Grounds.Read | Grounds.Bind | Grounds.Manage | Grounds.Edit | Grounds.Administer;
    private static readonly Grounds[] AllGrounds = [.. Enum.GetValues<Grounds>().Where(g => g != Grounds.None)];
}
