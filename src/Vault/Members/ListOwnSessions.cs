using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>One of the asking member's sessions. Times are UTC.</summary>
/// <param name="Browser">The User-Agent as it was sent, at most 200 characters.</param>
/// <param name="IsThisOne">The session that asks.</param>
public sealed record OwnSession(SessionId Id, bool IsThisOne, DateTimeOffset Started, DateTimeOffset LastSeen, string Address, string Browser);

/// <summary>The sessions of the asking member that still count: this one first, then by last use.</summary>
public sealed record ListOwnSessions : Reading<IReadOnlyList<OwnSession>>
{
    private const int Most = 100;

    internal override Demand Demand => new(Act.ViewMembers, Aim.Self);

    internal override async Task<Result<IReadOnlyList<OwnSession>>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Sessions", null, null);
        var own = session.OwnSession!.Value.Value;
        return await MemberSessions.Live(session, session.Me!.Value.Value)
            .OrderByDescending(s => s.Id == own).ThenByDescending(s => s.LastSeen).ThenBy(s => s.Id).Take(Most)
            .Select(s => new OwnSession(new SessionId(s.Id), s.Id == own, s.Created, s.LastSeen, s.Address, s.Browser))
            .ToListAsync(cancel);
    }
}
