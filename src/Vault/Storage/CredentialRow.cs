using System.Data.Common;
using System.Net;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The stored data of a service's credential and of the service itself, as it
/// is read for a decision: whether it is valid also depends on the time.</summary>
/// <param name="IsValueUsed">The current value was used since the last roll.</param>
/// <param name="IsForged">The seal of the credential or of its service is wrong.</param>
/// <param name="PreviousHash">The hash of the value before the last roll, which is valid until <paramref name="PreviousUntil"/>.</param>
internal sealed record CredentialRow(
    byte[] Hash,
    byte[]? PreviousHash,
    DateTimeOffset? PreviousUntil,
    string Name,
    DateTimeOffset? Expires,
    AddressRules Addresses,
    DateTimeOffset? LastUsed,
    string Service,
    string ServiceName,
    Scopes Kind,
    string? StoreId,
    bool IsValueUsed,
    bool IsForged
)
{
    private static readonly string Sql = $"""
        SELECT c."Hash", c."PreviousHash", c."PreviousUntil", c."Name", c."Expires", c."Allowed", c."Denied", c."LastUsed",
            s."Id", s."Name", s."Kind", s."StoreId", c."ValueUsed", {SealedTable.ServiceCredentials.Select("c")},
            {SealedTable.Services.Select("s")}
        FROM "ServiceCredentials" c JOIN "Services" s ON s."Id" = c."ServiceId" WHERE c."Id" = $id
        """;

    /// <summary>Null if the credential does not exist.</summary>
    public static async ValueTask<CredentialRow?> ReadAsync(Statements statements, string id)
    {
        await using var row = await statements.ReadAsync(Sql, ("$id", id));
        return await row.ReadAsync() ? Of(row, statements.Seals) : null;
    }

    /// <summary>Whether this is its current value, or the one before the last
    /// roll; the expiry of the old one is checked elsewhere.</summary>
    public bool Knows(TokenClaim claim, RowSeals seals) => claim.Matches(Hash, seals) | claim.Matches(PreviousHash, seals);

    /// <param name="hash">The hash that the value matched.</param>
    public static void RecordUse(WriteTransaction transaction, CredentialId id, byte[] hash, IPAddress? address, DateTimeOffset now) =>
        transaction.Statements.Run(
            """
            UPDATE "ServiceCredentials" SET "LastUsed" = MAX(IFNULL("LastUsed", 0), $now), "LastUsedFrom" = $from,
                "ValueUsed" = ("ValueUsed" OR "Hash" = $hash)
            WHERE "Id" = $id AND ("LastUsed" IS NULL OR "LastUsed" < $now OR (NOT "ValueUsed" AND "Hash" = $hash))
            """,
            ("$now", now.ToUnixTimeMilliseconds()),
            ("$from", address?.ToString()),
            ("$hash", hash),
            ("$id", id.Value)
        );

    private static CredentialRow Of(DbDataReader row, RowSeals seals) =>
        row.IsGenuine(seals, SealedTable.ServiceCredentials, 13)
        && row.IsGenuine(seals, SealedTable.Services, 13 + SealedTable.ServiceCredentials.Width)
            ? Of(row)
            : Forged(row);

    private static CredentialRow Of(DbDataReader row) =>
        new(
            row.GetFieldValue<byte[]>(0),
            row.AnyBytes(1),
            At(row, 2),
            row.GetString(3),
            At(row, 4),
            new AddressRules(AddressRules.Parse(row.GetString(5)), AddressRules.Parse(row.GetString(6))),
            At(row, 7),
            row.GetString(8),
            row.GetString(9),
            (Scopes)row.GetByte(10),
            row.IsDBNull(11) ? null : row.GetString(11),
            row.GetBoolean(12),
            IsForged: false
        );

    /// <summary>Only what the refusal and its audit row say.</summary>
    private static CredentialRow Forged(DbDataReader row) =>
        new(
            row.AnyBytes(0) ?? [],
            row.AnyBytes(1),
            null,
            row.AnyText(3),
            null,
            new AddressRules([], []),
            null,
            row.AnyText(8),
            row.AnyText(9),
            Scopes.None,
            null,
            IsValueUsed: false,
            IsForged: true
        );

    private static DateTimeOffset? At(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
