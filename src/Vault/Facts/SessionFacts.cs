using Microsoft.Data.Sqlite;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The current facts about a session and its member; for an unknown session, the standing is unknown.</summary>
/// <param name="Email">Null if the member is unknown or removed.</param>
/// <param name="IsStale">Its last use is old enough to be worth a write.</param>
/// <param name="Life">The remaining time without further use; null if it is not valid.</param>
internal sealed record SessionFacts(SessionId Id, MemberActor Actor, string? Email, bool IsStale, SessionLife? Life = null)
{
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(1);

    public static SessionFacts Read(Snapshot snapshot, SessionId session, VaultLimits limits, DateTimeOffset now) =>
        Read(snapshot.Statements, session, limits, now);

    public static SessionFacts Read(WriteTransaction transaction, SessionId session, VaultLimits limits, DateTimeOffset now) =>
        Read(transaction.Statements, session, limits, now);

    public static SessionFacts Read(Statements statements, SessionId session, VaultLimits limits, DateTimeOffset now)
    {
        using var row = statements.Read(
            """
            SELECT s."MemberId", s."Created", s."LastSeen", s."Ended", s."Stamp", m."Email", m."Disabled", m."SecurityStamp"
            FROM "Sessions" s LEFT JOIN "Members" m ON m."Id" = s."MemberId" WHERE s."Id" = $id
            """,
            ("$id", session.Value)
        );
        if (!row.Read())
        {
            return new(session, new MemberActor(new MemberId(""), Standing.Unknown, Roles.None), null, IsStale: false);
        }
        var (id, standing) = (row.GetString(0), StandingOf(row, limits, now));
        var actor =
            standing == Standing.Good
                ? new MemberActor(new MemberId(id), standing, ReadRoles(statements, id), ReadGrants(statements, id))
                : new MemberActor(new MemberId(id), standing, Roles.None);
        var life =
            standing == Standing.Good
                ? new SessionLife(actor.Id, At(row, 2) + limits.SessionIdle - now, At(row, 1) + limits.SessionAbsolute - now)
                : null;
        return new(session, actor, row.IsDBNull(5) ? null : row.GetString(5), IsStale: now - At(row, 2) >= WriteInterval, life);
    }

    /// <summary>Records that the session was used, at most once a minute. An expired session stays expired.</summary>
    public void RecordUse(WriteTransaction transaction, DateTimeOffset now)
    {
        if (!IsStale || Actor.Standing != Standing.Good)
        {
            return;
        }
        transaction.Statements.Run(
            """UPDATE "Sessions" SET "LastSeen" = $now WHERE "Id" = $id AND "LastSeen" < $now""",
            ("$now", now.ToUnixTimeMilliseconds()),
            ("$id", Id.Value)
        );
    }

    private static Standing StandingOf(SqliteDataReader row, VaultLimits limits, DateTimeOffset now) =>
        row switch
        {
            _ when row.IsDBNull(5) => Standing.MemberRemoved,
            _ when row.GetBoolean(6) => Standing.MemberDisabled,
            _ when !row.IsDBNull(3) || row.IsDBNull(7) || row.GetString(4) != row.GetString(7) => Standing.SessionEnded,
            _ when now - At(row, 1) >= limits.SessionAbsolute => Standing.SessionExpired,
            _ when now - At(row, 2) >= limits.SessionIdle => Standing.SessionIdle,
            _ => Standing.Good,
        };

    private static Roles ReadRoles(Statements statements, string memberId)
    {
        var roles = Roles.None;
        using var row = statements.Read("""SELECT "RoleId" FROM "MemberRoles" WHERE "UserId" = $id""", ("$id", memberId));
        while (row.Read())
        {
            roles |= RoleIds.Find(row.GetString(0));
        }
        return roles;
    }

    private static Dictionary<StoreId, Roles>? ReadGrants(Statements statements, string memberId)
    {
        Dictionary<StoreId, Roles>? grants = null;
        using var row = statements.Read("""SELECT "StoreId", "Roles" FROM "StoreGrants" WHERE "MemberId" = $id""", ("$id", memberId));
        while (row.Read())
        {
            (grants ??= [])[new StoreId(row.GetString(0))] = (Roles)row.GetByte(1);
        }
        return grants;
    }

    private static DateTimeOffset At(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
