using System.ComponentModel.DataAnnotations;

namespace SecretsDashboard.Web.Api;

/// <summary>An API token.</summary>
/// <param name="Status"><c>active</c> (also before <c>not_before</c>), <c>disabled</c> or <c>expired</c>.</param>
/// <param name="Policies">Exactly one; its id is the token's id.</param>
/// <param name="Condition">Left out: valid from every address.</param>
/// <param name="LastUsedOn">To the minute; left out: never.</param>
/// <param name="NotBefore">Left out: from its creation.</param>
/// <param name="ExpiresOn">Left out: never.</param>
/// <param name="MayIssueLonger">Credentials that it issues may expire later than the token; left out: no.</param>
/// <param name="Value">Only in the response that creates it.</param>
public sealed record ApiToken(
    string Id,
    string Name,
    [property: AllowedValues("active", "disabled", "expired")] string Status,
    ApiPolicy[] Policies,
    ApiCondition? Condition,
    string IssuedOn,
    string ModifiedOn,
    string? LastUsedOn,
    string? NotBefore,
    string? ExpiresOn,
    bool? MayIssueLonger,
    string? Value
)
{
    // A record prints its members, and one of these is a secret.
    public override string ToString() => $"Token {Id}";
}

/// <summary>The permission of a token and its resources.</summary>
/// <param name="Effect">Always <c>allow</c>.</param>
/// <param name="Resources">The account, or the stores that the token is limited to; empty when the last of them was deleted.</param>
public sealed record ApiPolicy(
    string Id,
    [property: AllowedValues("allow")] string Effect,
    ApiPermission[] PermissionGroups,
    Dictionary<string, string> Resources
);

/// <summary>A permission in a policy.</summary>
public sealed record ApiPermission(string Id, string Name);

/// <summary>A permission that tokens may be given.</summary>
/// <param name="Scopes">The kinds of resources on which it may be given.</param>
public sealed record ApiPermissionGroup(string Id, string Name, string[] Scopes);

/// <summary>The addresses from which a token may be used.</summary>
public sealed record ApiCondition(ApiAddresses? RequestIp);

/// <param name="In">Addresses or networks such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32, at most 50; left out: every address.</param>
/// <param name="NotIn">The same format. These addresses are refused even if <c>in</c> includes them.</param>
public sealed record ApiAddresses([property: MaxLength(50)] string[]? In, [property: MaxLength(50)] string[]? NotIn);

/// <param name="Name">1 to 100 printable characters; need not be unique.</param>
/// <param name="Policies">Together one permission: the same permission groups on all resources.</param>
/// <param name="Condition">Left out: the calling token's. More addresses than the calling token's are refused.</param>
/// <param name="ExpiresOn">RFC 3339. Left out: 90 days from now, or the end of the calling token, whichever
/// comes first; null: never. A later end than the calling token's is refused.</param>
/// <param name="NotBefore">RFC 3339. Left out: from now on.</param>
/// <param name="MayIssueLonger">No token can set it: a Super Administrator sets it in the dashboard.</param>
public sealed record NewApiToken(
    [property: Length(1, 100)] string Name,
    [property: MinLength(1)] NewApiPolicy[] Policies,
    ApiCondition? Condition,
    string? ExpiresOn,
    string? NotBefore,
    bool? MayIssueLonger
);

/// <summary>The complete new state of a token. Members that are left out are removed,
/// except the end and the status, which stay unchanged.</summary>
/// <param name="Condition">Left out: the calling token's. More addresses than the calling token's are refused.</param>
/// <param name="ExpiresOn">RFC 3339. Left out: unchanged; null: never. A later end than the calling token's is refused.</param>
/// <param name="MayIssueLonger">Left out: unchanged. A token can clear it but not set it.</param>
/// <param name="Status"><c>active</c> or <c>disabled</c>; left out, or <c>expired</c> as it was read: unchanged.</param>
public sealed record ApiTokenEdit(
    [property: Length(1, 100)] string Name,
    [property: MinLength(1)] NewApiPolicy[] Policies,
    ApiCondition? Condition,
    string? ExpiresOn,
    string? NotBefore,
    string? Status,
    bool? MayIssueLonger
);

/// <param name="Effect">Only <c>allow</c>.</param>
/// <param name="Resources"><c>com.cloudflare.api.account.ID</c>, or one or more
/// <c>com.cloudflare.secrets_store.store.ID</c>, each with <c>*</c>.</param>
public sealed record NewApiPolicy(
    [property: AllowedValues("allow")] string Effect,
    [property: MinLength(1)] ApiId[] PermissionGroups,
    Dictionary<string, string> Resources
);

/// <summary>The id of an object.</summary>
public sealed record ApiId(string Id);
