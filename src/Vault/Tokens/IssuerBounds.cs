using System.Net;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>The limits that a token passes on to everything that it issues: its expiry and its addresses. The right to issue longer, which
/// a Super Administrator gave to this token only, is not passed on.</summary>
/// <param name="Expires">Null: never.</param>
/// <param name="MayIssueLonger">Credentials that it issues may expire later than the token itself; tokens never.</param>
internal sealed record IssuerBounds(DateTimeOffset? Expires, AddressRules Addresses, bool MayIssueLonger)
{
    /// <summary>The limits of the calling token; null if the caller is not a token, and there are no limits.</summary>
    public static async Task<IssuerBounds?> OfAsync(OperationContext context, CancellationToken cancel)
    {
        if (context.Token is not { } issuer)
        {
            return null;
        }
        var token = await context.Db.ApiTokens.FirstAsync(t => t.Id == issuer.Value, cancel);
        if (!context.Db.IsGenuine(token))
        {
            throw new ForgedRowException(SealedTable.ApiTokens.Name); // The decision may have been made on a cached row.
        }
        return new(token.Expires, RulesOf(token), token.MayIssueLonger);
    }

    /// <summary>The default expiry of a new object, or the token's own if that is earlier.</summary>
    public static DateTimeOffset? Earlier(IssuerBounds? bounds, DateTimeOffset? usual) =>
        bounds?.Expires is { } end && (usual is null || usual > end) ? end : usual;

    /// <summary>The problems with the expiry and the addresses of a token that this one would create or change.</summary>
    public IEnumerable<Problem> Check(TokenDraft draft)
    {
        if (EndsLater(draft.Expires))
        {
            yield return Problem.Invalid(
                "token_expires_beyond_issuer",
                $"A token can't issue a token that outlives it, and this one expires at {TokenNote.Write(Expires)}. "
                    + "Choose an end up to then, or leave it out.",
                nameof(TokenInput.Expires)
            );
        }
        if (!Covers(draft.Allowed))
        {
            yield return Problem.Invalid(
                "token_addresses_beyond_issuer",
                "A token can't issue a token that is valid from more addresses than itself. "
                    + "Choose addresses within its own, or leave them out.",
                nameof(TokenInput.AllowedFrom)
            );
        }
    }

    /// <summary>Why this token may not roll, change or enable an existing one; null if it may. The other token's value, or its rights,
    /// would outlive the caller's.</summary>
    public Problem? Refuse(ApiToken token)
    {
        var rules = RulesOf(token);
        var isWithin =
            !EndsLater(token.Expires) && Covers(rules.Allowed) && Addresses.Denied.All(d => rules.Denied.Any(own => Contains(own, d)));
        return isWithin && RefuseFlag(token) is null ? null : Beyond;
    }

    /// <summary>Null unless the token may issue longer and this one may not.</summary>
    public Problem? RefuseFlag(ApiToken token) => token.MayIssueLonger && !MayIssueLonger ? Beyond : null;

    /// <summary>The problem with the expiry of a credential that this token would issue or roll; null if there is none.</summary>
    public Problem? CheckCredential(DateTimeOffset? expires) =>
        MayIssueLonger || !EndsLater(expires)
            ? null
            : Problem.Invalid(
                "credential_expires_beyond_issuer",
                $"The credential would outlive the calling token, which expires at {TokenNote.Write(Expires)}. "
                    + "Choose an end up to then in expires_on, or use a token that may issue longer.",
                nameof(Credentials.CredentialInput.Expires)
            );

    private static Problem Beyond { get; } =
        Problem.Invalid(
            "token_beyond_issuer",
            "This token expires later, is valid from more addresses or may issue longer than the calling token. "
                + "A Super Administrator can do this in the dashboard."
        );

    private static AddressRules RulesOf(ApiToken token) => new(AddressRules.Parse(token.Allowed), AddressRules.Parse(token.Denied));

    private bool EndsLater(DateTimeOffset? expires) => Expires is { } end && (expires is null || expires > end);

    private bool Covers(IReadOnlyList<IPNetwork> allowed) =>
        Addresses.Allowed.Count == 0 || (allowed.Count > 0 && allowed.All(a => Addresses.Allowed.Any(own => Contains(own, a))));

    private static bool Contains(IPNetwork outer, IPNetwork inner) =>
        outer.BaseAddress.AddressFamily == inner.BaseAddress.AddressFamily
        && outer.PrefixLength <= inner.PrefixLength
        && outer.Contains(inner.BaseAddress);
}
