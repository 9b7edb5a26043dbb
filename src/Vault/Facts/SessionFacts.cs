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

    public static ValueTask<SessionFacts> ReadAsync(Snapshot snapshot, SessionId session, VaultLimits limits, DateTimeOffset now) =>
        ReadAsync(snapshot.Statements, session, limits, now);

    public static ValueTask<SessionFacts> ReadAsync(
        WriteTransaction transaction,
        SessionId session,
        VaultLimits limits,
        DateTimeOffset now
    ) => ReadAsync(transaction.Statements, session, limits, now);

    public static async ValueTask<SessionFacts> ReadAsync(Statements statements, SessionId session, VaultLimits limits, DateTimeOffset now)
    {
        if (await SessionRow.ReadAsync(statements, session) is not { } row)
        {
            return new(session, new MemberActor(new MemberId(""), Standing.Unknown, Roles.None), null, IsStale: false);
        }
        var (id, standing) = (new MemberId(row.MemberId), StandingOf(row, limits, now));
        var isStale = now - row.LastSeen >= WriteInterval;
        if (standing != Standing.Good)
        {
            return new(session, new MemberActor(id, standing, Roles.None), row.Email, isStale);
        }
        var (roles, grants) = (
            await SessionRow.ReadRolesAsync(statements, id.Value),
            await SessionRow.ReadGrantsAsync(statements, id.Value)
        );
        var life = new SessionLife(id, row.LastSeen + limits.SessionIdle - now, row.Created + limits.SessionAbsolute - now);
        return new(session, new MemberActor(id, standing, roles, grants), row.Email, isStale, life);
    }

    /// <summary>Records that the session was used, at most once a minute. An expired session stays expired.</summary>
    public void RecordUse(WriteTransaction transaction, DateTimeOffset now)
    {
        if (IsStale && Actor.Standing == Standing.Good)
        {
            SessionRow.RecordUse(transaction, Id, now);
        }
    }

    private static Standing StandingOf(SessionRow row, VaultLimits limits, DateTimeOffset now) =>
        row switch
        {
            { IsForged: true } => Standing.Forged,
            { Email: null } => Standing.MemberRemoved,
            { IsMemberDisabled: true } => Standing.MemberDisabled,
            { IsEnded: true } or { SecurityStamp: null } => Standing.SessionEnded,
            _ when row.Stamp != row.SecurityStamp => Standing.SessionEnded,
            _ when now - row.Created >= limits.SessionAbsolute => Standing.SessionExpired,
            _ when now - row.LastSeen >= limits.SessionIdle => Standing.SessionIdle,
            _ => Standing.Good,
        };
}
