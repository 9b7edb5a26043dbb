using System.ComponentModel.DataAnnotations;

namespace SecretsDashboard.Web.Api;

/// <summary>A member of the account, or an invited one.</summary>
/// <param name="Id">Does not change when the invited member joins.</param>
/// <param name="Status"><c>accepted</c>, or <c>pending</c> while the invitation is open.</param>
/// <param name="Roles">For the whole account.</param>
/// <param name="StoreRoles">For single stores.</param>
/// <param name="Invitation">Only in the response that creates the invitation.</param>
public sealed record ApiMember(
    string Id,
    string Email,
    [property: AllowedValues("accepted", "pending")] string Status,
    ApiUser User,
    ApiRole[] Roles,
    ApiStoreRoles[] StoreRoles,
    ApiInvitation? Invitation
);

/// <summary>A one-time link. The caller passes it on, because this server sends no mail.</summary>
/// <param name="Path">Relative to the address of the dashboard.</param>
public sealed record ApiInvitation(string Path, string ExpiresOn)
{
    // A record prints its members, and one of these is a secret.
    public override string ToString() => nameof(ApiInvitation);
}

/// <summary>A role.</summary>
/// <param name="Permissions">By area: whether the role can read and change things there.</param>
public sealed record ApiRole(string Id, string Name, string Description, Dictionary<string, ApiGrant> Permissions);

/// <summary>The rights of a role in an area.</summary>
public sealed record ApiGrant(bool Read, bool Write);

/// <summary>Roles on one store.</summary>
public sealed record ApiStoreRoles(string StoreId, ApiRole[] Roles);

/// <param name="Roles">Ids of roles for the whole account; may be empty. <c>{"id":…}</c> is accepted as well.</param>
/// <param name="StoreRoles">Left out: none.</param>
public sealed record NewApiMember(string Email, string[] Roles, NewApiStoreRoles[]? StoreRoles);

/// <param name="Roles">For the whole account: exactly these. Bare ids are accepted as well.</param>
/// <param name="StoreRoles">For single stores: exactly these. Left out: unchanged.</param>
public sealed record ApiMemberEdit(ApiId[] Roles, NewApiStoreRoles[]? StoreRoles);

/// <param name="Roles">Ids of roles other than Super Administrator.</param>
public sealed record NewApiStoreRoles(string StoreId, string[] Roles);
