using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage;

/// <summary>ASP.NET's data protection keys as it stores them: XML, encrypted by <see cref="Crypto.DataProtectionWrap"/>. A row whose seal
/// is wrong is reported and not returned: the framework would parse it, and create the types that it names.</summary>
internal sealed class StoredXmlKeys(WriteQueue writeQueue, Snapshots snapshots) : IXmlRepository
{
    private static readonly SealedTable Table = SealedTable.DataProtectionKeys;

    private static readonly string Sql = $"""SELECT {Table.Select("k")} FROM "DataProtectionKeys" k ORDER BY k."Id" """;

    /// <exception cref="System.Data.Common.DbException">The database can't be read.</exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var snapshot = snapshots.Open();
        using var row = snapshot.Statements.Read(Sql);
        var elements = new List<XElement>();
        while (row.Read())
        {
            if (row.IsGenuine(snapshot.Statements.Seals, Table, 0) && row.AnyText(1) is { Length: > 0 } xml)
            {
                elements.Add(XElement.Parse(xml));
            }
        }
        return elements;
    }

    /// <summary>Stores a new key or a revocation. The framework's interface is synchronous; a new key is made every few months.</summary>
    /// <exception cref="StorageException">It could not be written.</exception>
    public void StoreElement(XElement element, string friendlyName)
    {
        var xml = element.ToString(SaveOptions.DisableFormatting);
        var written = writeQueue.WriteAsync(
            transaction =>
            {
                transaction.Statements.Run(
                    """INSERT INTO "DataProtectionKeys" ("FriendlyName", "Xml", "Seal") VALUES ($name, $xml, $seal)""",
                    ("$name", friendlyName),
                    ("$xml", xml),
                    ("$seal", transaction.Statements.Seals.SealOf(Table, [friendlyName, xml]))
                );
                return Task.FromResult(Unit.Value);
            },
            CancellationToken.None
        );
        written.GetAwaiter().GetResult();
    }
}
