using System.Globalization;
using System.Net;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>A token's input after validation.</summary>
/// <param name="Stores">Ordered by name; null for the whole account.</param>
/// <param name="Expires">Null: never.</param>
internal sealed record TokenDraft(
    string Name,
    TokenLevel? Level,
    bool Administer,
    IReadOnlyList<TokenStore>? Stores,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Expires,
    IReadOnlyList<IPNetwork> Allowed,
    IReadOnlyList<IPNetwork> Denied,
    bool MayIssueLonger = false
)
{
    /// <param name="owner">The owner of the token; null for a token of the account, which may have every right.</param>
    /// <param name="now">The current token; null for a new one.</param>
    public static async Task<(TokenDraft? Draft, List<Problem> Problems)> OfAsync(
        OperationContext context,
        TokenInput input,
        MemberActor? owner,
        ApiToken? now,
        CancellationToken cancel
    )
    {
        var stores = await TokenStore.FindAsync(context, input.Stores, owner, cancel);
        var bounds = await IssuerBounds.OfAsync(context, cancel);
        var draft = new TokenDraft(
            (input.Name ?? "").Trim(),
            input.Level,
            input.Administer,
            stores,
            input.NotBefore,
            ExpiresOf(context, input, now, bounds),
            Networks(input.AllowedFrom, bounds?.Addresses.Allowed),
            [.. Networks(input.DeniedFrom).Union(bounds?.Addresses.Denied ?? [])],
            owner is null && input.Administer && (input.MayIssueLonger ?? now?.MayIssueLonger ?? false)
        );
        Problem?[] found =
        [
            CheckName(draft.Name),
            CheckPermission(input, owner),
            CheckStores(input, stores),
            CheckTimes(context, draft, now),
            CheckAddresses(input.AllowedFrom, draft.Allowed, nameof(input.AllowedFrom)),
            CheckAddresses(input.DeniedFrom, draft.Denied, nameof(input.DeniedFrom)),
            CheckMayIssueLonger(context, input, owner, now),
        ];
        var problems = found.OfType<Problem>().Concat(bounds?.Check(draft) ?? []).ToList();
        if (problems.Count == 0 && owner is not null && draft.AboveRightsOf(owner) is { } above)
        {
            problems.Add(above);
        }
        return (problems.Count == 0 ? draft : null, problems);
    }

    private Problem? AboveRightsOf(MemberActor owner) =>
        Delegation.MissingRoles(owner, Level, Administer, Stores?.Select(s => s.Id).ToHashSet()) is { Count: > 0 } missing
            ? TokenProblems.AboveRights(Delegation.Describe(missing, id => Stores!.First(s => s.Id == id).Name))
            : null;

    private static DateTimeOffset? ExpiresOf(OperationContext context, TokenInput input, ApiToken? now, IssuerBounds? bounds) =>
        input.Expires.IsNever
            ? null
            : input.Expires.At
                ?? context.Now + input.Expires.Life
                ?? (now is null ? IssuerBounds.Earlier(bounds, context.Now + context.Tools.Limits.TokenLife) : now.Expires);

    private static Problem? CheckMayIssueLonger(OperationContext context, TokenInput input, MemberActor? owner, ApiToken? now) =>
        input.MayIssueLonger is not true ? null
        : owner is not null || !input.Administer
            ? Problem.Invalid(
                "token_may_issue_longer_without_administer",
                "Only an account token with Administer can issue credentials.",
                nameof(TokenInput.MayIssueLonger)
            )
        : context.Token is not null && now?.MayIssueLonger is not true
            ? Problem.Invalid(
                "token_may_issue_longer_by_token",
                "A token can't allow another token to issue longer. A Super Administrator can do this in the dashboard.",
                nameof(TokenInput.MayIssueLonger)
            )
        : null;

    /// <param name="noun">The kind of object, in error codes and messages.</param>
    internal static Problem? CheckName(string name, string noun = "token") =>
        name.Length == 0
            ? Problem.Invalid($"{noun}_name_empty", $"Enter a name that says which program uses the {noun}.", nameof(TokenInput.Name))
        : name.Length > TokenInput.MaxName
            ? Problem.Invalid(
                $"{noun}_name_too_long",
                $"A {noun}'s name has at most {TokenInput.MaxName} characters.",
                nameof(TokenInput.Name)
            )
        : !name.EnumerateRunes().All(r => IsPrintable(System.Text.Rune.GetUnicodeCategory(r)))
        || name.Contains('\uFFFD', StringComparison.Ordinal)
            ? Problem.Invalid($"{noun}_name_invalid", $"A {noun}'s name can contain only visible characters.", nameof(TokenInput.Name))
        : null;

    private static bool IsPrintable(UnicodeCategory category) =>
        category
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );

    private static Problem? CheckPermission(TokenInput input, MemberActor? owner) =>
        input.Level is { } level && !Enum.IsDefined(level)
            ? Problem.Invalid("token_level_unknown", "The levels are Read, Bind, Manage and Edit.", nameof(TokenInput.Level))
        : input.Administer && owner is not null
            ? Problem.Invalid("token_administer_own", "Administer can be given to account tokens only.", nameof(TokenInput.Administer))
        : input.Level is null && !input.Administer
            ? Problem.Invalid("token_permission_empty", "Choose a level: a token without one can do nothing.", nameof(TokenInput.Level))
        : null;

    private static Problem? CheckStores(TokenInput input, IReadOnlyList<TokenStore>? found) =>
        input.Stores is not { } wanted ? null
        : wanted.Count == 0
            ? Problem.Invalid("token_stores_empty", "Name at least one store, or the whole account.", nameof(TokenInput.Stores))
        : wanted.Count > TokenInput.MaxStores
            ? Problem.Invalid(
                "token_stores_too_many",
                $"A token is limited to at most {TokenInput.MaxStores} stores.",
                nameof(TokenInput.Stores)
            )
        : found!.Count != wanted.Distinct().Count()
            ? Problem.Invalid("token_store_unknown", "One of the stores was not found.", nameof(TokenInput.Stores))
        : null;

    private static Problem? CheckTimes(OperationContext context, TokenDraft draft, ApiToken? now) =>
        draft.Expires <= context.Now && draft.Expires != now?.Expires
            ? Problem.Invalid(
                "token_expires_in_past",
                "The end must be in the future. To end the token now, disable or delete it.",
                nameof(TokenInput.Expires)
            )
        : draft.NotBefore >= draft.Expires
            ? Problem.Invalid("token_never_valid", "The token would expire before it becomes valid.", nameof(TokenInput.NotBefore))
        : null;

    /// <param name="otherwise">The networks if none are given; null for none.</param>
    internal static List<IPNetwork> Networks(IReadOnlyList<string>? entries, IReadOnlyList<IPNetwork>? otherwise = null) =>
        entries is null or [] && otherwise is not null
            ? [.. otherwise]
            : [.. (entries ?? []).Take(AddressRules.MaxAddresses).Select(AddressRules.Find).OfType<IPNetwork>().Distinct()];

    internal static Problem? CheckAddresses(
        IReadOnlyList<string>? entries,
        IReadOnlyList<IPNetwork> networks,
        string field,
        string noun = "token"
    ) =>
        entries?.Count > AddressRules.MaxAddresses || networks.Count > AddressRules.MaxAddresses
            ? Problem.Invalid($"{noun}_addresses_too_many", $"A list of addresses has at most {AddressRules.MaxAddresses} entries.", field)
        : (entries ?? []).Any(e => AddressRules.Find(e) is null)
            ? Problem.Invalid(
                $"{noun}_address_invalid",
                "One of the addresses is not valid. Write 192.0.2.7, 10.0.0.0/8, 2001:db8::1 or 2001:db8::/32, "
                    + "with no bits set beyond the prefix.",
                field
            )
        : null;
}
