using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Seals entities when they are saved.</summary>
internal static class SealedEntries
{
    /// <summary>Adds the column of the seal to every sealed table.</summary>
    public static void AddColumns(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes().Where(e => SealedTable.Find(e.GetTableName()) is not null))
        {
            entity.AddProperty(SealedTable.Seal, typeof(byte[]));
        }
    }

    /// <summary>Gives new and changed rows their seal.</summary>
    /// <exception cref="ForgedRowException">A changed row was forged before: saving it would give it a genuine seal.</exception>
    public static void Seal(VaultDbContext db)
    {
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Added or EntityState.Modified && SealedTable.Find(entry.Metadata.GetTableName()) is { } table)
            {
                Seal(entry, table, db.Seals);
            }
        }
    }

    private static void Seal(EntityEntry entry, SealedTable table, RowSeals seals)
    {
        var properties = Array.ConvertAll(table.Columns, entry.Property);
        if (entry.State == EntityState.Modified)
        {
            if (!Array.Exists(properties, p => p.IsModified))
            {
                return;
            }
            if (!IsGenuine(entry, table, seals))
            {
                throw new ForgedRowException(table.Name);
            }
        }
        entry.Property(SealedTable.Seal).CurrentValue = seals.SealOf(table, Array.ConvertAll(properties, p => Stored(p, p.CurrentValue)));
    }

    /// <summary>Whether the seal of a row was right when the row was loaded; if not, the row is reported.</summary>
    public static bool IsGenuine(EntityEntry entry, RowSeals seals) =>
        SealedTable.Find(entry.Metadata.GetTableName()) is not { } table || IsGenuine(entry, table, seals);

    private static bool IsGenuine(EntityEntry entry, SealedTable table, RowSeals seals)
    {
        var values = Array.ConvertAll(table.Columns, c => Stored(entry.Property(c), entry.Property(c).OriginalValue));
        if (seals.IsGenuine(table, values, entry.Property(SealedTable.Seal).OriginalValue as byte[]))
        {
            return true;
        }
        seals.Forged.Add(ForgedRow.Of(table, values));
        return false;
    }

    /// <summary>The value as the database stores it.</summary>
    private static object? Stored(PropertyEntry property, object? value) =>
        property.Metadata.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
}
