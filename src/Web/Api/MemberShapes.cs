using System.ComponentModel.DataAnnotations;

namespace SecretsDashboard.Web.Api;

/// <summary>A member of the account, or somebody who is invited to it.</summary>
/// <param name="Id">It stays the same when they join.</param>
/// <param name="Status"><c>accepted</c>, or <c>pending</c> while their link is open.</param>
/// <param name="Roles">For the whole account.</param>
/// <param name="StoreRoles">For single stores.</param>
/// <param name="Invitation">In the answer to the invitation alone.</param>
public sealed record ApiMember(string Id, string Email, [property: AllowedValues("accepted", "pending")] string Status, ApiUser User, ApiRole[] Roles, ApiStoreRoles[] StoreRoles, ApiInvitation? Invitation);

/// <summary>A one-time link, for whoever invited to hand on: this server sends no mail.</summary>
/// <param name="Path">Below the address under which people reach the dashboard.</param>
public sealed record ApiInvitation(string Path, string ExpiresOn)
{
    // A record prints its members, and one of these is a secret.
    public override string ToString() => nameof(ApiInvitation);
}

/// <summary>A role.</summary>
/// <param name="Permissions">By area: whether the role reads there, and whether it changes something there.</param>
public sealed record ApiRole(string Id, string Name, string Description, Dictionary<string, ApiGrant> Permissions);

/// <summary>What a role may do in an area.</summary>
public sealed record ApiGrant(bool Read, bool Write);

/// <summary>Roles on one store.</summary>
public sealed record ApiStoreRoles(string StoreId, ApiRole[] Roles);

/// <param name="Roles">Ids of roles for the whole account; none is allowed. <c>{"id":…}</c> is understood as well.</param>
/// <param name="StoreRoles">Left out: none.</param>
public sealed record NewApiMember(string Email, string[] Roles, NewApiStoreRoles[]? StoreRoles);

/// <param name="Roles">For the whole account: exactly these. Bare ids are understood as well.</param>
/// <param name="StoreRoles">For single stores: exactly these. Left out: as they are.</param>
public sealed record ApiMemberEdit(ApiId[] Roles, NewApiStoreRoles[]? StoreRoles);

/// <param name="Roles">Ids of roles other than Super Administrator.</param>
public sealed record NewApiStoreRoles(string StoreId, string[] Roles);
