using System.Data.Common;
using System.Net;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The stored data of a token, as it is read for a decision: whether it is valid also depends on the time.</summary>
/// <param name="OwnerEmail">Null for the account's own token, and if the owner no longer exists.</param>
/// <param name="Stores">Null for the whole account.</param>
internal sealed record TokenRow(
    byte[] Hash,
    string Name,
    TokenLevel? Level,
    bool Administer,
    HashSet<StoreId>? Stores,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Expires,
    AddressRules Addresses,
    bool IsDisabled,
    DateTimeOffset? LastUsed,
    string? Owner,
    string? OwnerEmail,
    bool IsOwnerDisabled,
    bool IsForged
)
{
    private static readonly int FirstOfOwner = 14 + SealedTable.ApiTokens.Width;

    private static readonly string Sql = $"""
        SELECT t."Hash", t."Name", t."Level", t."Administer", t."LimitedToStores", t."NotBefore", t."Expires", t."Allowed", t."Denied",
            t."Disabled", t."LastUsed", t."OwnerId", m."Email", m."Disabled", {SealedTable.ApiTokens.Select("t")},
            {SealedTable.Members.Select("m")}
        FROM "ApiTokens" t LEFT JOIN "Members" m ON m."Id" = t."OwnerId" WHERE t."Id" = $id
        """;

    private static readonly string StoresSql =
        $"""SELECT s."StoreId", {SealedTable.ApiTokenStores.Select("s")} FROM "ApiTokenStores" s WHERE s."TokenId" = $id""";

    /// <summary>Null if there is no such token.</summary>
    public static async ValueTask<TokenRow?> ReadAsync(Statements statements, string id)
    {
        // Also if the token does not exist, so that both cases take the same two queries.
        var stores = await ReadStoresAsync(statements, id);
        await using var row = await statements.ReadAsync(Sql, ("$id", id));
        return await row.ReadAsync() ? Of(row, stores, statements.Seals) : null;
    }

    public static void RecordUse(WriteTransaction transaction, TokenId id, IPAddress? address, DateTimeOffset now) =>
        transaction.Statements.Run(
            """
            UPDATE "ApiTokens" SET "LastUsed" = $now, "LastUsedFrom" = $from WHERE "Id" = $id AND ("LastUsed" IS NULL OR "LastUsed" < $now)
            """,
            ("$now", now.ToUnixTimeMilliseconds()),
            ("$from", address?.ToString()),
            ("$id", id.Value)
        );

    private static TokenRow Of(DbDataReader row, HashSet<StoreId> stores, RowSeals seals) =>
        row.IsGenuine(seals, SealedTable.ApiTokens, 14)
        && (row.IsDBNull(FirstOfOwner) || row.IsGenuine(seals, SealedTable.Members, FirstOfOwner))
            ? Of(row, stores)
            : Forged(row);

    private static TokenRow Of(DbDataReader row, HashSet<StoreId> stores) =>
        new(
            row.GetFieldValue<byte[]>(0),
            row.GetString(1),
            row.IsDBNull(2) ? null : (TokenLevel)row.GetInt32(2),
            row.GetBoolean(3),
            row.GetBoolean(4) ? stores : null,
            At(row, 5),
            At(row, 6),
            new AddressRules(AddressRules.Parse(row.GetString(7)), AddressRules.Parse(row.GetString(8))),
            row.GetBoolean(9),
            At(row, 10),
            row.IsDBNull(11) ? null : row.GetString(11),
            row.IsDBNull(12) ? null : row.GetString(12),
            !row.IsDBNull(13) && row.GetBoolean(13),
            IsForged: false
        );

    /// <summary>Only what the refusal and its audit row say.</summary>
    private static TokenRow Forged(DbDataReader row) =>
        new(
            row.AnyBytes(0) ?? [],
            row.AnyText(1),
            Level: null,
            Administer: false,
            Stores: [],
            null,
            null,
            new AddressRules([], []),
            IsDisabled: true,
            null,
            null,
            null,
            IsOwnerDisabled: false,
            IsForged: true
        );

    private static async ValueTask<HashSet<StoreId>> ReadStoresAsync(Statements statements, string id)
    {
        await using var row = await statements.ReadAsync(StoresSql, ("$id", id));
        var stores = new HashSet<StoreId>();
        while (await row.ReadAsync())
        {
            if (row.IsGenuine(statements.Seals, SealedTable.ApiTokenStores, 1))
            {
                stores.Add(new StoreId(row.GetString(0)));
            }
        }
        return stores;
    }

    private static DateTimeOffset? At(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
