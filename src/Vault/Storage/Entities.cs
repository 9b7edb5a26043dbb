using Microsoft.AspNetCore.Identity;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Storage;

/// <summary>An object of one store (or, with null, of the account). A query filter
/// limits reads to the permit's reach, and a check limits saves.</summary>
internal interface IStoreOwned
{
    string? OwningStoreId { get; }
}

internal sealed class Store : IStoreOwned
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Modified { get; set; }
    string? IStoreOwned.OwningStoreId => Id;
}

internal sealed class Secret : IStoreOwned
{
    public required string Id { get; init; }
    public required string StoreId { get; init; }
    public required string Name { get; init; }
    public string Comment { get; set; } = "";
    public string Owner { get; set; } = "";
    public required Scopes Scopes { get; set; }
    public required SecretStatus Status { get; set; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Modified { get; set; }

    /// <summary>Incremented with each edit; an edit names the revision that it is based on.</summary>
    public required int Revision { get; set; }
    public required string VersionId { get; set; }
    public required int VersionNumber { get; set; }

    /// <summary>Name and description in the normalized form for searches
    /// (<see cref="SearchForm"/>), so that a search is a single "contains".</summary>
    public required string SearchText { get; set; }

    /// <summary>When a service last used it, to the minute, and which service.</summary>
    public DateTimeOffset? LastUsed { get; init; }
    public string? LastUsedBy { get; init; }
    string? IStoreOwned.OwningStoreId => StoreId;
}

internal sealed class SecretVersion : IStoreOwned
{
    public required string Id { get; init; }
    public required string SecretId { get; init; }
    public required string StoreId { get; init; }
    public required int Number { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required string KeyId { get; init; }
    public required byte[] WrappedKey { get; init; }
    public required byte[] Ciphertext { get; init; }
    string? IStoreOwned.OwningStoreId => StoreId;
}

internal sealed class Service : IStoreOwned
{
    public required string Id { get; init; }

    /// <summary>Null if the service belongs to the account.</summary>
    public required string? StoreId { get; init; }
    public required string Name { get; init; }
    public required Scopes Kind { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Modified { get; set; }

    /// <summary>When it last used one of its bindings, to the minute.</summary>
    public DateTimeOffset? LastUsed { get; init; }
    string? IStoreOwned.OwningStoreId => StoreId;
}

/// <summary>Service + variable name → secret. If the secret is deleted by force, the binding stays and shows as broken.</summary>
internal sealed class Binding : IStoreOwned
{
    public required string ServiceId { get; init; }
    public required string Name { get; init; }
    public required string SecretId { get; set; }
    public required string SecretName { get; set; }

    /// <summary>The secret's store.</summary>
    public required string StoreId { get; set; }
    public required DateTimeOffset Created { get; set; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? LastUsed { get; init; }
    string? IStoreOwned.OwningStoreId => StoreId;
}

internal sealed class Member : IdentityUser
{
    public DateTimeOffset Created { get; init; }
    public bool Disabled { get; set; }
    public DateTimeOffset? LastSignIn { get; set; }
}

/// <summary>A member's roles on one store; never Super Administrator.</summary>
internal sealed class StoreGrant
{
    public required string MemberId { get; init; }
    public required string StoreId { get; init; }
    public required Roles Roles { get; set; }
}

internal sealed class MemberSession
{
    public required string Id { get; init; }
    public required string MemberId { get; init; }

    /// <summary>The member's security stamp at sign-in: a changed stamp ends the session.</summary>
    public required string Stamp { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset LastSeen { get; set; }
    public DateTimeOffset? Ended { get; set; }
    public required string Address { get; init; }
    public required string Browser { get; init; }
}

/// <summary>A one-time link that is still open: using or revoking it deletes the row.</summary>
internal sealed class Invitation
{
    public required string Id { get; init; }
    public required InvitationPurpose Purpose { get; init; }
    public required string Email { get; init; }
    public required string NormalizedEmail { get; init; }

    /// <summary>The member whose password is reset; null for an invitation of a new member.</summary>
    public required string? MemberId { get; init; }
    public required Roles Roles { get; init; }

    /// <summary>Roles on single stores, as lines of "store id:roles".</summary>
    public required string StoreRoles { get; init; }
    public required byte[] TokenHash { get; init; }

    /// <summary>The member or the account's token that created the invitation; null for the console.</summary>
    public required string? InviterId { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Expires { get; init; }
}

/// <summary>At most one row, inserted together with the first member, so that only one of two concurrent set-ups succeeds.</summary>
internal sealed class SetupMark
{
    public required int Id { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A single row: the account's id, and a check value that shows whether the database was opened with the right key.</summary>
internal sealed class Installation
{
    public required int Id { get; init; }
    public required string AccountId { get; init; }
    public required string KeyId { get; init; }
    public required byte[] KeyCheck { get; init; }

    /// <summary>The id of the root key with which the rows are sealed; null before they were. Whether they were sealed at all is recorded
    /// in the key file, where it can't be reset together with the rows.</summary>
    public string? SealKeyId { get; set; }

    /// <summary>Machine and folder of the first start, so that the start can warn about a copy that includes the key.</summary>
    public required string Home { get; set; }
}
