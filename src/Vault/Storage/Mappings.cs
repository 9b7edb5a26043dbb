using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Storage;

internal sealed class StoreMapping : IEntityTypeConfiguration<Store>
{
    public void Configure(EntityTypeBuilder<Store> store) => store.HasIndex(s => s.Name).IsUnique();
}

internal sealed class SecretMapping : IEntityTypeConfiguration<Secret>
{
    public void Configure(EntityTypeBuilder<Secret> secret)
    {
        secret.Property(s => s.Revision).IsConcurrencyToken();
        secret.Property(s => s.StoreId).IsConcurrencyToken(); // Here and below: an entity with a forged store id matches no row.
        // A deleted secret's name can be reused; the row stays for the history. The filter is
        // worded differently from the queries of lists, or SQLite would use this index for lists, where it
        // has too few columns and needs a lookup per row: ten times slower with 100,000 secrets.
        secret.HasIndex(s => new { s.StoreId, s.Name }).IsUnique().HasFilter(LiveSecret.Sql);
        // Lists are filtered, searched and counted within one of these indexes, in its order; only the rows of the page are looked up.
        secret.HasIndex(s => new
        {
            s.Name,
            s.Id,
            s.Status,
            s.StoreId,
            s.Scopes,
            s.SearchText,
        });
        secret.HasIndex(s => new
        {
            s.Modified,
            s.Id,
            s.Status,
            s.StoreId,
            s.Scopes,
            s.SearchText,
        });
        secret.HasIndex(s => new
        {
            s.StoreId,
            s.Name,
            s.Id,
            s.Status,
            s.Scopes,
            s.SearchText,
        });
        secret.HasOne<Store>().WithMany().HasForeignKey(s => s.StoreId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SecretVersionMapping : IEntityTypeConfiguration<SecretVersion>
{
    public void Configure(EntityTypeBuilder<SecretVersion> version)
    {
        version.Property(v => v.StoreId).IsConcurrencyToken();
        version.HasIndex(v => new { v.SecretId, v.Number }).IsUnique();
        version.HasOne<Secret>().WithMany().HasForeignKey(v => v.SecretId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ServiceMapping : IEntityTypeConfiguration<Service>
{
    public void Configure(EntityTypeBuilder<Service> service)
    {
        service.Property(s => s.StoreId).IsConcurrencyToken();
        // Unique where it is visible: a name in a store outside the caller's reach must not cause "name taken". Services of the account
        // have a NULL store, and NULLs are never equal.
        service
            .HasIndex(s => new
            {
                s.StoreId,
                s.Kind,
                s.Name,
            })
            .IsUnique();
        service.HasIndex(s => new { s.Kind, s.Name }).IsUnique().HasFilter($"\"{nameof(Service.StoreId)}\" IS NULL");
        service.HasIndex(s => s.Name);
        service.HasOne<Store>().WithMany().HasForeignKey(s => s.StoreId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class BindingMapping : IEntityTypeConfiguration<Binding>
{
    public void Configure(EntityTypeBuilder<Binding> binding)
    {
        binding.Property(b => b.StoreId).IsConcurrencyToken();
        binding.HasKey(b => new { b.ServiceId, b.Name });
        // No foreign key to the secret: if the secret is deleted by force, the binding stays and shows as broken.
        binding.HasIndex(b => b.SecretId);
        binding.HasIndex(b => b.StoreId);
        binding.HasOne<Service>().WithMany().HasForeignKey(b => b.ServiceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MemberMapping : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> member)
    {
        member.ToTable("Members");
        member.HasIndex(m => m.NormalizedEmail).IsUnique();
    }
}

internal sealed class RoleMapping : IEntityTypeConfiguration<IdentityRole>
{
    public void Configure(EntityTypeBuilder<IdentityRole> role)
    {
        role.ToTable("Roles");
        role.HasData(
            RoleNames.All.Select(r => new IdentityRole(r.Name)
            {
                Id = RoleIds.Of(r.Role),
                NormalizedName = r.Name.ToUpperInvariant(),
                ConcurrencyStamp = RoleIds.Of(r.Role),
            })
        );
    }
}

internal sealed class MemberRoleMapping : IEntityTypeConfiguration<IdentityUserRole<string>>
{
    public void Configure(EntityTypeBuilder<IdentityUserRole<string>> memberRole) => memberRole.ToTable("MemberRoles");
}

internal sealed class StoreGrantMapping : IEntityTypeConfiguration<StoreGrant>
{
    public void Configure(EntityTypeBuilder<StoreGrant> grant)
    {
        grant.HasKey(g => new { g.MemberId, g.StoreId });
        grant.HasOne<Member>().WithMany().HasForeignKey(g => g.MemberId).OnDelete(DeleteBehavior.Cascade);
        grant.HasOne<Store>().WithMany().HasForeignKey(g => g.StoreId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MemberSessionMapping : IEntityTypeConfiguration<MemberSession>
{
    public void Configure(EntityTypeBuilder<MemberSession> session) => session.HasIndex(s => s.MemberId);
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> invitation) => invitation.HasIndex(i => i.TokenHash).IsUnique();
}

internal sealed class SetupMarkMapping : IEntityTypeConfiguration<SetupMark>
{
    public void Configure(EntityTypeBuilder<SetupMark> mark) => mark.Property(m => m.Id).ValueGeneratedNever();
}

internal sealed class RevisionMapping : IEntityTypeConfiguration<RevisionRow>
{
    public void Configure(EntityTypeBuilder<RevisionRow> revision) => revision.Property(r => r.Id).ValueGeneratedNever();
}

internal sealed class InstallationMapping : IEntityTypeConfiguration<Installation>
{
    public void Configure(EntityTypeBuilder<Installation> installation) => installation.Property(i => i.Id).ValueGeneratedNever();
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.HasIndex(a => new { a.Chain, a.Number }).IsUnique();
        // The log is read in time order through the most selective of these indexes;
        // rows of lists have no target, which keeps the first ones small.
        entry.HasIndex(a => new { a.TargetId, a.At }).HasFilter($"\"{nameof(AuditEntry.TargetId)}\" IS NOT NULL");
        entry.HasIndex(a => new { a.RelatedId, a.At }).HasFilter($"\"{nameof(AuditEntry.RelatedId)}\" IS NOT NULL");
        entry.HasIndex(a => new { a.StoreId, a.At }).HasFilter($"\"{nameof(AuditEntry.StoreId)}\" IS NOT NULL");
        entry.HasIndex(a => new { a.ActorId, a.At });
        // Most rows are "done", and most rows of a busy log are reads of services. A search for those needs no index of its own, so these
        // rows save two index entries. The queries (AuditFilter) repeat the conditions word for word, or SQLite would not use the indexes.
        entry.HasIndex(a => new { a.Act, a.At }).HasFilter($"\"{nameof(AuditEntry.Act)}\" <> '{nameof(Act.Resolve)}'");
        entry.HasIndex(a => new { a.Result, a.At }).HasFilter($"\"{nameof(AuditEntry.Result)}\" <> {(int)AuditResult.Done}");
        entry.HasIndex(a => a.RequestId);
        entry.HasIndex(a => a.At);
    }
}
