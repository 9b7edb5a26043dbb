using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>One of the calling member's sessions. Times are UTC.</summary>
/// <param name="Browser">The User-Agent of the sign-in, at most 200 characters.</param>
/// <param name="IsCurrent">The calling session.</param>
public sealed record OwnSession(
    SessionId Id,
    bool IsCurrent,
    DateTimeOffset Started,
    DateTimeOffset LastSeen,
    string Address,
    string Browser
);

/// <summary>The data of the calling member's own page.</summary>
/// <param name="Sessions">The valid sessions: the calling one first, then by last use.</param>
/// <param name="OtherDeviceCount">The number of known devices besides the one of the calling session, with or without an open
/// session.</param>
public sealed record OwnAccount(MemberDetail Member, IReadOnlyList<OwnSession> Sessions, int OtherDeviceCount);

/// <summary>The calling member and their sessions. It is one request with one audit row.</summary>
public sealed record ViewOwnAccount : Reading<OwnAccount>
{
    private const int MaxSessions = 100;

    internal override Demand Demand => new(Act.ViewMembers, TargetReference.Self);

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
