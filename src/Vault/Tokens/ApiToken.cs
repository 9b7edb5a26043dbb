using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>A credential of a program. Only the hash of its random part is stored.</summary>
internal sealed class ApiToken
{
    public required string Id { get; init; }
    public required string Name { get; set; }

    /// <summary>The owner; null for a token of the account, which outlives the member who issued it.</summary>
    public required string? OwnerId { get; init; }
    public required TokenLevel? Level { get; set; }
    public required bool Administer { get; set; }

    /// <summary>True: only its stores are reachable, even if none is left. The
    /// deletion of a store must never extend the token to the account.</summary>
    public required bool LimitedToStores { get; set; }
    public required DateTimeOffset? NotBefore { get; set; }

    /// <summary>Null: never.</summary>
    public required DateTimeOffset? Expires { get; set; }

    /// <summary>Networks, one per line; see <see cref="AddressRules"/>.</summary>
    public required string Allowed { get; set; }
    public required string Denied { get; set; }
    public bool Disabled { get; set; }

    /// <summary>When its owner's roles stopped covering it; it has been disabled since then.</summary>
    public DateTimeOffset? Revoked { get; set; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Modified { get; set; }

    /// <summary>When it was last used, to the minute, and from which address.</summary>
    public DateTimeOffset? LastUsed { get; init; }
    public string? LastUsedFrom { get; init; }

    /// <summary>Incremented with each change; a change may name the revision that it is based on.</summary>
    public int Revision { get; set; }
    public required byte[] Hash { get; set; }

    /// <summary>The member or the token that issued it, who may no longer exist; null for
    /// the server's console, and for tokens from before this column existed.</summary>
    public string? IssuerId { get; set; }

    /// <summary>Credentials that it issues may expire later than the token itself.
    /// Only a member sets this, and a token never passes it on.</summary>
    public bool MayIssueLonger { get; set; }
}

/// <summary>One of the stores that a token is limited to.</summary>
internal sealed class ApiTokenStore
{
    public required string TokenId { get; init; }
    public required string StoreId { get; init; }
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> token)
    {
        token.Property(t => t.Revision).IsConcurrencyToken();
        token.HasIndex(t => new { t.OwnerId, t.Id });
        token.HasIndex(t => t.IssuerId);
        token.HasOne<Member>().WithMany().HasForeignKey(t => t.OwnerId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ApiTokenStoreMapping : IEntityTypeConfiguration<ApiTokenStore>
{
    public void Configure(EntityTypeBuilder<ApiTokenStore> store)
    {
        store.HasKey(s => new { s.TokenId, s.StoreId });
        store.HasOne<ApiToken>().WithMany().HasForeignKey(s => s.TokenId).OnDelete(DeleteBehavior.Cascade);
        store.HasOne<Store>().WithMany().HasForeignKey(s => s.StoreId).OnDelete(DeleteBehavior.Cascade);
    }
}
