using System.Data.Common;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The stored data of a session and of its member, as it is read for a decision: whether it is valid also depends on the
/// time.</summary>
/// <param name="Email">Null if the member no longer exists.</param>
/// <param name="SecurityStamp">The member's stamp now; a session with another one has ended.</param>
/// <param name="IsForged">The seal of the session or of its member is wrong.</param>
internal sealed record SessionRow(
    string MemberId,
    DateTimeOffset Created,
    DateTimeOffset LastSeen,
    bool IsEnded,
    string Stamp,
    string? Email,
    bool IsMemberDisabled,
    string? SecurityStamp,
    bool IsForged
)
{
    private static readonly int FirstOfMember = 8 + SealedTable.Sessions.Width;

    private static readonly string Sql = $"""
        SELECT s."MemberId", s."Created", s."LastSeen", s."Ended", s."Stamp", m."Email", m."Disabled", m."SecurityStamp",
            {SealedTable.Sessions.Select("s")}, {SealedTable.Members.Select("m")}
        FROM "Sessions" s LEFT JOIN "Members" m ON m."Id" = s."MemberId" WHERE s."Id" = $id
        """;

    private static readonly string RolesSql =
        $"""SELECT r."RoleId", {SealedTable.MemberRoles.Select("r")} FROM "MemberRoles" r WHERE r."UserId" = $id""";

    private static readonly string GrantsSql =
        $"""SELECT g."StoreId", g."Roles", {SealedTable.StoreGrants.Select("g")} FROM "StoreGrants" g WHERE g."MemberId" = $id""";

    /// <summary>Null if the session does not exist.</summary>
    public static async ValueTask<SessionRow?> ReadAsync(Statements statements, SessionId session)
    {
        await using var row = await statements.ReadAsync(Sql, ("$id", session.Value));
        if (!await row.ReadAsync())
        {
            return null;
        }
        return
            row.IsGenuine(statements.Seals, SealedTable.Sessions, 8)
            && (row.IsDBNull(FirstOfMember) || row.IsGenuine(statements.Seals, SealedTable.Members, FirstOfMember))
            ? Of(row)
            : Forged(row);
    }

    private static SessionRow Of(DbDataReader row) =>
        new(
            row.GetString(0),
            At(row, 1),
            At(row, 2),
            !row.IsDBNull(3),
            row.GetString(4),
            row.IsDBNull(5) ? null : row.GetString(5),
            !row.IsDBNull(6) && row.GetBoolean(6),
            row.IsDBNull(7) ? null : row.GetString(7),
            IsForged: false
        );

    /// <summary>Only what the refusal and its audit row say.</summary>
    private static SessionRow Forged(DbDataReader row) =>
        new(row.AnyText(0), default, default, IsEnded: true, "", row.AnyText(5), IsMemberDisabled: false, null, IsForged: true);

    /// <summary>The roles on the account, without forged ones.</summary>
    public static async ValueTask<Roles> ReadRolesAsync(Statements statements, string memberId)
    {
        var roles = Roles.None;
        await using var row = await statements.ReadAsync(RolesSql, ("$id", memberId));
        while (await row.ReadAsync())
        {
            roles |= row.IsGenuine(statements.Seals, SealedTable.MemberRoles, 1) ? RoleIds.Find(row.GetString(0)) : Roles.None;
        }
        return roles;
    }

    /// <summary>The roles on single stores, without forged ones; null if there are none.</summary>
    public static async ValueTask<Dictionary<StoreId, Roles>?> ReadGrantsAsync(Statements statements, string memberId)
    {
        Dictionary<StoreId, Roles>? grants = null;
        await using var row = await statements.ReadAsync(GrantsSql, ("$id", memberId));
        while (await row.ReadAsync())
        {
            if (row.IsGenuine(statements.Seals, SealedTable.StoreGrants, 2))
            {
                (grants ??= [])[new StoreId(row.GetString(0))] = (Roles)row.GetByte(1);
            }
        }
        return grants;
    }

    public static void RecordUse(WriteTransaction transaction, SessionId session, DateTimeOffset now) =>
        transaction.Statements.Run(
            """UPDATE "Sessions" SET "LastSeen" = $now WHERE "Id" = $id AND "LastSeen" < $now""",
            ("$now", now.ToUnixTimeMilliseconds()),
            ("$id", session.Value)
        );

    private static DateTimeOffset At(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
