using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Deployments;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Usage;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The data, limited to a permit's reach. Without a reach, no object of any store is visible.</summary>
/// <remarks>Created only by the gate, once per operation, and never pooled: a pooled context would keep the previous reach.</remarks>
internal sealed class VaultDbContext(DbContextOptions<VaultDbContext> options) : IdentityDbContext<Member, IdentityRole, string>(options)
{
    private Reach _reach = Reach.Nothing;

    public DbSet<Store> Stores => Set<Store>();
    public DbSet<Secret> Secrets => Set<Secret>();
    public IQueryable<Secret> LiveSecrets => Secrets.Where(LiveSecret.Query);
    public DbSet<SecretVersion> SecretVersions => Set<SecretVersion>();
    public DbSet<Service> Services => Set<Service>();
    public DbSet<Binding> Bindings => Set<Binding>();
    public DbSet<StoreGrant> StoreGrants => Set<StoreGrant>();
    public DbSet<MemberSession> Sessions => Set<MemberSession>();
    public DbSet<KnownDevice> KnownDevices => Set<KnownDevice>();
    public DbSet<UnknownDeviceFailures> UnknownDeviceFailures => Set<UnknownDeviceFailures>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<ApiTokenStore> ApiTokenStores => Set<ApiTokenStore>();
    public DbSet<ServiceCredential> ServiceCredentials => Set<ServiceCredential>();
    public DbSet<WorkloadIdentity> WorkloadIdentities => Set<WorkloadIdentity>();
    public DbSet<Deployment> Deployments => Set<Deployment>();
    public DbSet<DeploymentModule> DeploymentModules => Set<DeploymentModule>();
    public DbSet<ProviderConfig> ProviderConfigs => Set<ProviderConfig>();
    public DbSet<BindingChange> BindingChanges => Set<BindingChange>();
    public DbSet<HourOfReads> HoursOfReads => Set<HourOfReads>();
    public DbSet<SetupMark> SetupMarks => Set<SetupMark>();
    public DbSet<RevisionRow> Revisions => Set<RevisionRow>();
    public DbSet<Installation> Installations => Set<Installation>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    // The query filters below read these at every query.
    private bool ReachEverything => _reach.Everything;
    private string[] ReachStores { get; set; } = [];

    /// <summary>Seals the rows that are saved. Without them, the context can save no row that has a seal.</summary>
    public RowSeals Seals
    {
        get => field ?? throw new InvalidOperationException("This context saves no sealed rows.");
        init;
    }

    /// <summary>Whether something may rest on a row that was loaded: whether its seal is right. A snapshot does not track its rows and
    /// can't tell; whatever rests on its rows is decided again in a transaction.</summary>
    public bool IsGenuine(object loaded) =>
        ChangeTracker.QueryTrackingBehavior == QueryTrackingBehavior.NoTracking || SealedEntries.IsGenuine(Entry(loaded), Seals);

    public VaultDbContext Confine(Reach reach)
    {
        _reach = reach;
        ReachStores = [.. reach.Stores.Select(s => s.Value)];
        return this;
    }

    /// <exception cref="InvalidOperationException">An entity's store, before or after the change, is outside the permit.</exception>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RefuseOutsideReach();
        SealedEntries.Seal(this);
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RefuseOutsideReach();
        SealedEntries.Seal(this);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configuration.Properties<Act>().HaveConversion<string>();
        configuration.Properties<SecretStatus>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.ApplyConfigurationsFromAssembly(typeof(VaultDbContext).Assembly);
        SealedEntries.AddColumns(model);
        model.HasDbFunction(typeof(SearchForm).GetMethod(nameof(SearchForm.Of))!).HasName(SearchForm.Function).IsBuiltIn();
        model.Entity<Store>().HasQueryFilter("reach", s => ReachEverything || ReachStores.Contains(s.Id));
        model.Entity<Secret>().HasQueryFilter("reach", s => ReachEverything || ReachStores.Contains(s.StoreId));
        model.Entity<SecretVersion>().HasQueryFilter("reach", v => ReachEverything || ReachStores.Contains(v.StoreId));
        model.Entity<Service>().HasQueryFilter("reach", s => ReachEverything || (s.StoreId != null && ReachStores.Contains(s.StoreId)));
        model.Entity<Binding>().HasQueryFilter("reach", b => ReachEverything || ReachStores.Contains(b.StoreId));
        model
            .Entity<ServiceCredential>()
            .HasQueryFilter("reach", c => ReachEverything || (c.StoreId != null && ReachStores.Contains(c.StoreId)));
        model
            .Entity<WorkloadIdentity>()
            .HasQueryFilter("reach", i => ReachEverything || (i.StoreId != null && ReachStores.Contains(i.StoreId)));
        model.Entity<Deployment>().HasQueryFilter("reach", d => ReachEverything || (d.StoreId != null && ReachStores.Contains(d.StoreId)));
        model
            .Entity<DeploymentModule>()
            .HasQueryFilter("reach", m => ReachEverything || (m.StoreId != null && ReachStores.Contains(m.StoreId)));
        model.Entity<ProviderConfig>().HasQueryFilter("reach", c => ReachEverything || ReachStores.Contains(c.StoreId));
        model.Entity<AuditEntry>().HasQueryFilter("reach", a => ReachEverything || (a.StoreId != null && ReachStores.Contains(a.StoreId)));
    }

    private void RefuseOutsideReach()
    {
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Unchanged or EntityState.Detached) && !MaySave(entry))
            {
                throw new InvalidOperationException($"A {entry.Metadata.DisplayName()} outside the permit's reach can't be saved.");
            }
        }
    }

    private bool MaySave(EntityEntry entry) =>
        entry.Entity switch
        {
            AuditEntry => false, // Only the chain writes audit rows.
            IStoreOwned owned => Contains(owned.OwningStoreId) && Contains(((IStoreOwned)entry.OriginalValues.ToObject()).OwningStoreId),
            _ => _reach.Stores.Count == 0, // A permit for single stores allows no changes to the account.
        };

    private bool Contains(string? storeId) => _reach.Contains(storeId is null ? null : new StoreId(storeId));
}

/// <summary>Times are whole milliseconds since 1970 UTC, which the database can compare and sort.</summary>
internal sealed class UnixMilliseconds()
    : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(),
        stored => DateTimeOffset.FromUnixTimeMilliseconds(stored)
    );
