using Microsoft.AspNetCore.Identity;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Database;

/// <summary>What belongs to one store (or, with null, to the account): reading is
/// confined by the query filter, saving by the guard.</summary>
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
    public required string Comment { get; set; }
    public required Scopes Scopes { get; set; }
    public required SecretStatus Status { get; set; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Modified { get; set; }

    /// <summary>Counts the edits; an edit names the revision it was made from.</summary>
    public required int Revision { get; set; }
    public required string VersionId { get; set; }
    public required int VersionNumber { get; set; }

    /// <summary>Name and comment in the form in which they are searched
    /// (<see cref="SearchForm"/>): a search is one "contains" on either database.</summary>
    public required string SearchText { get; set; }

    /// <summary>When a service last used it, to the minute, and which.</summary>
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

    /// <summary>Null: the service belongs to the account.</summary>
    public required string? StoreId { get; init; }
    public required string Name { get; init; }
    public required Scopes Kind { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Modified { get; set; }

    /// <summary>When it last used one of its bindings, to the minute.</summary>
    public DateTimeOffset? LastUsed { get; init; }
    string? IStoreOwned.OwningStoreId => StoreId;
}

/// <summary>Service + variable name → secret. It outlives a secret that was deleted by force, and then shows as broken.</summary>
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

/// <summary>A one-time link that is still open: using it or taking it back deletes the row.</summary>
internal sealed class Invitation
{
    public required string Id { get; init; }
    public required InvitationPurpose Purpose { get; init; }
    public required string Email { get; init; }
    public required string NormalizedEmail { get; init; }

    /// <summary>Whose password is reset; null for somebody who is to join.</summary>
    public required string? MemberId { get; init; }
    public required Roles Roles { get; init; }

    /// <summary>Roles on single stores, as lines of "store id:roles".</summary>
    public required string StoreRoles { get; init; }
    public required byte[] TokenHash { get; init; }

    /// <summary>The member or the account token that invited; null for the console.</summary>
    public required string? InviterId { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Expires { get; init; }
}

/// <summary>At most one row, inserted together with the first member: of two set-ups one loses.</summary>
internal sealed class SetupMark
{
    public required int Id { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>One row: the account's id, and what tells whether the right key opened it.</summary>
internal sealed class Installation
{
    public required int Id { get; init; }
    public required string AccountId { get; init; }
    public required string KeyId { get; init; }
    public required byte[] KeyCheck { get; init; }

    /// <summary>Machine and folder at the first start: a copy that carries its key along is warned about.</summary>
    public required string Home { get; set; }
}
