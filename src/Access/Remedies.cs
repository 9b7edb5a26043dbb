namespace SecretsDashboard.Access;

/// <summary>The smallest change that would make a failed check pass, as a sentence for the refused caller.</summary>
internal static class Remedies
{
    public static string OfAuthorization(Decision decision)
    {
        var question = decision.Question;
        var rule = Rulebook.RuleOf(question.Act);
        return question.Actor switch
        {
            not { Standing: Standing.Good } => OfStanding(question.Actor),
            _ when decision.HiddenTarget => OfOutside(question.Actor),
            MemberActor when (rule.Allowed & Rulebook.EveryRole) != Grounds.None => AskForRole(question, rule),
            TokenActor token when (rule.Allowed & Rulebook.EveryPermission) != Grounds.None => UseToken(question, rule, token),
            TokenActor when IsForMembers(rule) => "Tokens may not do this: use the dashboard.",
            ConsoleActor when IsForMembers(rule) => "Do this in the dashboard.",
            AnonymousActor when IsForMembers(rule) => "Sign in first.",
            ServiceActor => "A service may only list and resolve its own bindings.",
            _ => OnlyFor(rule),
        };
    }

    public static string OfScope(in Question question) =>
        !Explanation.IsCompared(question) ? "Make the first check pass."
        : !ScopeNames.IsSingle(question.Kind) ? "Choose a service."
        : $"Choose a secret whose scopes include {ScopeNames.Name(question.Kind).DisplayName}, or ask an Admin to add it to this one.";

    private static bool IsForMembers(Rule rule) => (rule.Allowed & (Rulebook.EveryRole | Grounds.Self)) != Grounds.None;

    private static string AskForRole(in Question question, Rule rule)
    {
        var least = rule.Allowed & Rulebook.EveryRole & ~Grounds.SuperAdministrator;
        return least == Grounds.None
            ? "Ask a Super Administrator to do this."
            : $"Ask a Super Administrator for the role {GroundNames.Join(least, "or")}{ForTheAccount(question, rule)}.";
    }

    private static string UseToken(in Question question, Rule rule, TokenActor token) =>
        $"Use a token with {GroundNames.Join(Explanation.Useful(token, rule), "or")}{ForTheAccount(question, rule)}.";

    private static string ForTheAccount(in Question question, Rule rule) =>
        Explanation.LacksWholeAccount(question, rule) ? " for the whole account" : "";

    private static string OnlyFor(Rule rule) =>
        rule.Allowed switch
        {
            Grounds.Service => "Only the service itself can, with its own credential.",
            Grounds.Console => "Do this on the server's console.",
            Grounds.Anonymous => "Sign out first.",
            Grounds.Self => "Only the member themselves can.",
            // Stryker disable once String : no row of the table leads here today; a new one may.
            _ => $"Only {GroundNames.Join(rule.Allowed, "or")} can.",
        };

    private static string OfOutside(Actor actor) =>
        actor switch
        {
            MemberActor => "Check the address, or ask a Super Administrator for a role on its store.",
            TokenActor => "Check the id, or use a token that reaches its store.",
            _ => "Check the name or id.",
        };

    private static string OfStanding(Actor? actor) =>
        (actor?.Standing ?? Standing.Unknown) switch
        {
            // Stryker disable once String : only refused standings have a remedy.
            Standing.Good => "",
            Standing.Unknown when actor is TokenActor or ServiceActor => "Use a valid credential.",
            Standing.Unknown or Standing.SessionEnded or Standing.SessionIdle or Standing.SessionExpired => "Sign in again.",
            Standing.MemberDisabled or Standing.MemberRemoved => "Ask a Super Administrator.",
            Standing.TokenDisabled => "Enable it, or use another token.",
            Standing.TokenExpired => $"Give it a later end, or use another {Explanation.Credential(actor)}.",
            Standing.TokenNotYetValid => $"Wait until it is valid, or use another {Explanation.Credential(actor)}.",
            Standing.Forged => "Ask for 'audit verify' on the server's console: it names what was changed.",
            Standing.AddressNotAllowed => $"Use it from an address that it allows, or use another {Explanation.Credential(actor)}.",
        };
}
