using Microsoft.Data.Sqlite;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The stored data of a session and of its member, as it is read for a decision: whether it is valid also depends on the
/// time.</summary>
/// <param name="Email">Null if the member no longer exists.</param>
/// <param name="SecurityStamp">The member's stamp now; a session with another one has ended.</param>
internal sealed record SessionRow(
    string MemberId,
    DateTimeOffset Created,
    DateTimeOffset LastSeen,
    bool IsEnded,
    string Stamp,
    string? Email,
    bool IsMemberDisabled,
    string? SecurityStamp
)
{
    /// <summary>Null if the session does not exist.</summary>
    public static SessionRow? Read(Statements statements, SessionId session)
    {
        using var row = statements.Read(
            """
            SELECT s."MemberId", s."Created", s."LastSeen", s."Ended", s."Stamp", m."Email", m."Disabled", m."SecurityStamp"
            FROM "Sessions" s LEFT JOIN "Members" m ON m."Id" = s."MemberId" WHERE s."Id" = $id
            """,
            ("$id", session.Value)
        );
        return row.Read()
            ? new(
                row.GetString(0),
                At(row, 1),
                At(row, 2),
                !row.IsDBNull(3),
                row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5),
                !row.IsDBNull(6) && row.GetBoolean(6),
                row.IsDBNull(7) ? null : row.GetString(7)
            )
            : null;
    }

    public static Roles ReadRoles(Statements statements, string memberId)
    {
        var roles = Roles.None;
        using var row = statements.Read("""SELECT "RoleId" FROM "MemberRoles" WHERE "UserId" = $id""", ("$id", memberId));
        while (row.Read())
        {
            roles |= RoleIds.Find(row.GetString(0));
        }
        return roles;
    }

    /// <summary>The roles on single stores; null if there are none.</summary>
    public static Dictionary<StoreId, Roles>? ReadGrants(Statements statements, string memberId)
    {
        Dictionary<StoreId, Roles>? grants = null;
        using var row = statements.Read("""SELECT "StoreId", "Roles" FROM "StoreGrants" WHERE "MemberId" = $id""", ("$id", memberId));
        while (row.Read())
        {
            (grants ??= [])[new StoreId(row.GetString(0))] = (Roles)row.GetByte(1);
        }
        return grants;
    }

    public static void RecordUse(WriteTransaction transaction, SessionId session, DateTimeOffset now) =>
        transaction.Statements.Run(
            """UPDATE "Sessions" SET "LastSeen" = $now WHERE "Id" = $id AND "LastSeen" < $now""",
            ("$now", now.ToUnixTimeMilliseconds()),
            ("$id", session.Value)
        );

    private static DateTimeOffset At(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
