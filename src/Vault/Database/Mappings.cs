using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Database;

internal sealed class StoreMapping : IEntityTypeConfiguration<Store>
{
    public void Configure(EntityTypeBuilder<Store> store) => store.HasIndex(s => s.Name).IsUnique();
}

internal sealed class SecretMapping : IEntityTypeConfiguration<Secret>
{
    public void Configure(EntityTypeBuilder<Secret> secret)
    {
        secret.Property(s => s.Revision).IsConcurrencyToken();
        secret.Property(s => s.StoreId).IsConcurrencyToken(); // Here and below: what only claims to be of a store finds no row to change.
        // A deleted secret's name is free again; the row stays for the history. The filter is worded like no query's, or SQLite would take
        // this index for lists, where it knows too little and looks up every row: ten times slower with 100,000 secrets.
        secret
            .HasIndex(s => new { s.StoreId, s.Name })
            .IsUnique()
            .HasFilter($"\"{nameof(Secret.Status)}\" IN ('{nameof(SecretStatus.Pending)}', '{nameof(SecretStatus.Active)}')");
        // A list is filtered, searched and counted within one of these, in its order; only the rows of the page are looked up.
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
        // Unique where it is seen: a name in a store that somebody can't reach must not
        // answer them "taken". Of the account: NULLs are never equal.
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
        // No foreign key to the secret: a binding outlives a secret that was deleted by force, and shows as broken.
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

internal sealed class InstallationMapping : IEntityTypeConfiguration<Installation>
{
    public void Configure(EntityTypeBuilder<Installation> installation) => installation.Property(i => i.Id).ValueGeneratedNever();
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.HasIndex(a => new { a.Chain, a.Number }).IsUnique();
        // The log is read in the order of time, along the narrowest of these; a list has no target, so those stay small.
        entry.HasIndex(a => new { a.TargetId, a.At }).HasFilter($"\"{nameof(AuditEntry.TargetId)}\" IS NOT NULL");
        entry.HasIndex(a => new { a.RelatedId, a.At }).HasFilter($"\"{nameof(AuditEntry.RelatedId)}\" IS NOT NULL");
        entry.HasIndex(a => new { a.StoreId, a.At }).HasFilter($"\"{nameof(AuditEntry.StoreId)}\" IS NOT NULL");
        entry.HasIndex(a => new { a.ActorId, a.At });
        // Most rows are done, and most of a busy log are reads of services: whoever looks for
        // those finds them on the way, and each of them is spared two indexes.
        // The conditions stand in the query word for word (AuditFilter), or SQLite would not take the index.
        entry.HasIndex(a => new { a.Act, a.At }).HasFilter($"\"{nameof(AuditEntry.Act)}\" <> '{nameof(Act.Resolve)}'");
        entry.HasIndex(a => new { a.Result, a.At }).HasFilter($"\"{nameof(AuditEntry.Result)}\" <> {(int)AuditResult.Done}");
        entry.HasIndex(a => a.RequestId);
        entry.HasIndex(a => a.At);
    }
}
