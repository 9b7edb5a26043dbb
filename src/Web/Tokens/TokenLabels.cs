using System.Globalization;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tokens;

/// <summary>Labels for tokens on the page.</summary>
internal static class TokenLabels
{
    public const string Administer = "Administer";
    public const string AdministerOpens =
        "Members and their roles, account tokens, services' credentials and the audit log. "
        + "By itself it sees no stores, secrets or services.";

    public const string MayIssueLonger = "May issue longer";
    public const string MayIssueLongerMeans =
        "Services' credentials that it issues may end later than the token. Without this they end with it at the latest. "
        + "Tokens that it issues always do, and are valid from its addresses alone.";

    public static IReadOnlyList<TokenLevel> Levels { get; } = [TokenLevel.Read, TokenLevel.Bind, TokenLevel.Manage, TokenLevel.Edit];

    /// <summary>The states in the filter of the list, as in the address.</summary>
    public static IReadOnlyList<(string Value, string Text)> Statuses { get; } =
    [("active", "Active"), ("soon", "Expires soon"), ("expired", "Expired"), ("disabled", "Disabled"), ("not-yet", "Not yet valid")];

    public static string Opens(TokenLevel level) =>
        level switch
        {
            TokenLevel.Read => "Sees stores, services, bindings and the metadata of secrets. Changes nothing.",
            TokenLevel.Bind => "Registers services, binds and unbinds secrets, and sees what Read sees.",
            TokenLevel.Manage => "Creates, edits, duplicates and deletes secrets and stores, and sees what Read sees.",
            TokenLevel.Edit => "Manage and Bind together.",
        };

    public static string Access(TokenDetail token) =>
        (token.Level, token.Administer) switch
        {
            ({ } level, true) => $"{level} and {Administer}",
            ({ } level, false) => level.ToString(),
            (null, _) => Administer,
        };

    /// <summary>The same, shortened to one line of the list.</summary>
    public static string Summarize(TokenDetail token) =>
        (token.Level, token.Administer) switch
        {
            ({ } level, true) => $"{Summarize(level)}, and members and tokens",
            ({ } level, false) => Summarize(level),
            (null, _) => "Keeps members, roles and tokens",
        };

    private static string Summarize(TokenLevel level) =>
        level switch
        {
            TokenLevel.Read => "Looks, and changes nothing",
            TokenLevel.Bind => "Binds secrets to services",
            TokenLevel.Manage => "Keeps secrets and stores",
            TokenLevel.Edit => "Keeps secrets and binds them",
        };

    public static (string Text, Tone Tone) Status(TokenDetail token) =>
        token.Status switch
        {
            TokenStatus.Active => token.EndsSoon ? ("Expires soon", Tone.Warning) : ("Active", Tone.Good),
            TokenStatus.NotYetValid => ("Not yet valid", Tone.Neutral),
            TokenStatus.Expired => ("Expired", Tone.Bad),
            TokenStatus.Disabled => ("Disabled", Tone.Bad),
        };

    /// <summary>Why the token is not valid; null where the status already says it.</summary>
    public static string? Why(TokenDetail token) =>
        token switch
        {
            { Disabled: true, Revoked: { } at } => $"Revoked on {Day(at)}: its owner's roles no longer cover it",
            { Disabled: false, Status: TokenStatus.Disabled } => "Its owner is disabled",
            { Status: TokenStatus.NotYetValid, NotBefore: { } from } => $"From {Minute(from)}",
            _ => null,
        };

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
