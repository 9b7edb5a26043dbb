using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>One of the asking member's sessions. Times are UTC.</summary>
/// <param name="Browser">The User-Agent as it was sent, at most 200 characters.</param>
/// <param name="IsThisOne">The session that asks.</param>
public sealed record OwnSession(
    SessionId Id,
    bool IsThisOne,
    DateTimeOffset Started,
    DateTimeOffset LastSeen,
    string Address,
    string Browser
);

/// <summary>The asking member's own page.</summary>
/// <param name="Sessions">Those that still count: the asking one first, then by last use.</param>
/// <param name="OtherDevices">How many known devices they have beside the one of the asking session, also without an open session.</param>
public sealed record OwnAccount(MemberDetail Member, IReadOnlyList<OwnSession> Sessions, int OtherDevices);

/// <summary>The asking member with their sessions. One ask, one audit row.</summary>
public sealed record ViewOwnAccount : Reading<OwnAccount>
{
    private const int MaxSessions = 100;

    internal override Demand Demand => new(Act.ViewMembers, Aim.Self);

    internal override async Task<Result<OwnAccount>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var member = await GetOwnMember.ReadAsync(context, cancel);
        var own = context.OwnSession!.Value.Value;
        var sessions = await MemberSessions
            .Live(context, context.MemberId!.Value.Value)
            .OrderByDescending(s => s.Id == own)
            .ThenByDescending(s => s.LastSeen)
            .ThenBy(s => s.Id)
            .Take(MaxSessions)
            .Select(s => new OwnSession(new SessionId(s.Id), s.Id == own, s.Created, s.LastSeen, s.Address, s.Browser))
            .ToListAsync(cancel);
        var (memberId, oldest) = (context.MemberId!.Value.Value, context.Now - context.Tools.Limits.KnownDevice);
        var devices = await context.Db.KnownDevices.CountAsync(
            d => d.MemberId == memberId && d.SessionId != own && d.Created > oldest,
            cancel
        );
        return new OwnAccount(member, sessions, devices);
    }
}
