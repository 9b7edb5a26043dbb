using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The current identity of a caller.</summary>
/// <param name="Member">Null if the caller is not a member; its standing may be other than good.</param>
/// <param name="Email">The member's e-mail address; empty if unknown.</param>
/// <param name="Token">Null if the caller has no token, or an unknown one.</param>
/// <param name="Service">Null if the caller is not a service, or has an unknown credential or workload.</param>
public sealed record Identity(MemberActor? Member, string Email, TokenIdentity? Token = null, ServiceActor? Service = null)
{
    /// <summary>Whether the caller is a member with a valid session.</summary>
    public bool IsSignedIn => Member is { Standing: Standing.Good };
}

/// <summary>A known token: its information about itself, even if it is not valid
/// (see <see cref="Actor"/>'s standing). Times are UTC.</summary>
/// <param name="Actor">Its id, standing, level and limits.</param>
/// <param name="Owner">The member who owns the token; null for the account's own.</param>
/// <param name="NotBefore">Null: valid from its creation.</param>
/// <param name="Expires">Null: never.</param>
public sealed record TokenIdentity(
    TokenActor Actor,
    string Name,
    MemberId? Owner,
    string? OwnerEmail,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Expires
)
{
    internal static TokenIdentity? Of(TokenFacts? facts) =>
        facts is null ? null : new(facts.Actor, facts.Name, facts.Owner, facts.OwnerEmail, facts.NotBefore, facts.Expires);
}
