using System.Net;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Gate;

/// <summary>What is true at this moment about a token that is known and whose text was right.</summary>
/// <param name="Owner">Whose token it is; null for the account's own.</param>
/// <param name="IsStale">Its last use is so long ago that it is worth a write.</param>
internal sealed record TokenFacts(TokenActor Actor, string Name, MemberId? Owner, string? OwnerEmail, DateTimeOffset? NotBefore, DateTimeOffset? Expires, bool IsStale)
{
    private static readonly TimeSpan WorthAWrite = TimeSpan.FromMinutes(1);

    private static readonly byte[] HashOfNothing = new byte[SHA256.HashSizeInBytes];

    /// <summary>Null when there is no such token, or its text is another: nobody learns which, nor by how long it takes.</summary>
    public static TokenFacts? Read(SqliteConnection connection, SqliteTransaction transaction, TokenClaim claim, IPAddress? address, DateTimeOffset now)
    {
        using var query = connection.Query(transaction, """
            SELECT t."Hash", t."Name", t."Level", t."Administer", t."LimitedToStores", t."NotBefore", t."Expires", t."Allowed", t."Denied", t."Disabled",
                t."LastUsed", t."OwnerId", m."Email", m."Disabled"
            FROM "ApiTokens" t LEFT JOIN "Members" m ON m."Id" = t."OwnerId" WHERE t."Id" = $id
            """, claim.Id);
        using var row = query.ExecuteReader();
        var isKnown = row.Read();
        var isRight = CryptographicOperations.FixedTimeEquals(isKnown ? row.GetFieldValue<byte[]>(0) : HashOfNothing, claim.Hash);
        if (!isKnown || !isRight)
        {
            return null;
        }
        var stores = row.GetBoolean(4) ? ReadStores(connection, transaction, claim.Id) : null;
        var level = row.IsDBNull(2) ? (TokenLevel?)null : (TokenLevel)row.GetInt32(2);
        var actor = new TokenActor(new TokenId(claim.Id), StandingOf(row, address, now), level, row.GetBoolean(3), stores);
        return new(actor, row.GetString(1), row.IsDBNull(11) ? null : new MemberId(row.GetString(11)), row.IsDBNull(12) ? null : row.GetString(12),
            At(row, 5), At(row, 6), IsStale: At(row, 10) is not { } used || now - used >= WorthAWrite);
    }

    /// <summary>Notes when and from where the token was used, at most once a minute.</summary>
    public void Touch(Turn turn, IPAddress? address, DateTimeOffset now)
    {
        if (!IsStale || Actor.Standing != Standing.Good)
        {
            return;
        }
        using var update = turn.Connection.Query(turn.Transaction, """
            UPDATE "ApiTokens" SET "LastUsed" = $now, "LastUsedFrom" = $from WHERE "Id" = $id AND ("LastUsed" IS NULL OR "LastUsed" < $now)
            """, Actor.Id.Value);
        update.Parameters.AddWithValue("$now", now.ToUnixTimeMilliseconds());
        update.Parameters.AddWithValue("$from", address?.ToString() as object ?? DBNull.Value);
        update.ExecuteNonQuery();
    }

    // A row whose owner is gone can't be there (the foreign key takes it along), and would be refused.
    private static Standing StandingOf(SqliteDataReader row, IPAddress? address, DateTimeOffset now) => row switch
    {
        _ when !row.IsDBNull(11) && row.IsDBNull(12) => Standing.MemberRemoved,
        _ when !row.IsDBNull(11) && row.GetBoolean(13) => Standing.MemberDisabled,
        _ when row.GetBoolean(9) => Standing.TokenDisabled,
        _ when At(row, 6) <= now => Standing.TokenExpired,
        _ when At(row, 5) > now => Standing.TokenNotYetValid,
        _ when !new AddressRules(AddressRules.Parse(row.GetString(7)), AddressRules.Parse(row.GetString(8))).Allow(address) => Standing.AddressNotAllowed,
        _ => Standing.Good,
    };

    private static HashSet<StoreId> ReadStores(SqliteConnection connection, SqliteTransaction transaction, string id)
    {
        using var query = connection.Query(transaction, """SELECT "StoreId" FROM "ApiTokenStores" WHERE "TokenId" = $id""", id);
        using var row = query.ExecuteReader();
        var stores = new HashSet<StoreId>();
        while (row.Read())
        {
            stores.Add(new StoreId(row.GetString(0)));
        }
        return stores;
    }

    private static DateTimeOffset? At(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
