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
    public static SessionRow? Read(Statements statements, SessionId session)
    {
        using var row = statements.Read(Sql, ("$id", session.Value));
        return row.Read()
            ? new(
                row.GetString(0),
                At(row, 1),
                At(row, 2),
                !row.IsDBNull(3),
                row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5),
                !row.IsDBNull(6) && row.GetBoolean(6),
                row.IsDBNull(7) ? null : row.GetString(7),
                IsForged: !row.IsGenuine(statements.Seals, SealedTable.Sessions, 8)
                    || (!row.IsDBNull(FirstOfMember) && !row.IsGenuine(statements.Seals, SealedTable.Members, FirstOfMember))
            )
            : null;
    }

    /// <summary>The roles on the account, without forged ones.</summary>
    public static Roles ReadRoles(Statements statements, string memberId)
    {
        var roles = Roles.None;
        using var row = statements.Read(RolesSql, ("$id", memberId));
        while (row.Read())
        {
            roles |= row.IsGenuine(statements.Seals, SealedTable.MemberRoles, 1) ? RoleIds.Find(row.GetString(0)) : Roles.None;
        }
        return roles;
    }

    /// <summary>The roles on single stores, without forged ones; null if there are none.</summary>
    public static Dictionary<StoreId, Roles>? ReadGrants(Statements statements, string memberId)
    {
        Dictionary<StoreId, Roles>? grants = null;
        using var row = statements.Read(GrantsSql, ("$id", memberId));
        while (row.Read())
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
