using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>All details of a member. Times are UTC.</summary>
/// <param name="Revision">Identifies the state that an edit is based on; see <see cref="SaveRoles"/>.</param>
/// <param name="StoreRoles">By store name.</param>
/// <param name="StoppedUntil">The time until which passwords from unknown devices are
/// rejected, after too many failed sign-ins; null if they are accepted.</param>
/// <param name="HasPassword">False between a password reset and the new password.</param>
/// <param name="Sessions">The number of valid sessions.</param>
/// <param name="IsLastSuperAdministrator">Then the member can't lose the role, be disabled or be removed.</param>
public sealed record MemberDetail(
    MemberId Id,
    string Email,
    string Revision,
    Roles Roles,
    IReadOnlyList<StoreRole> StoreRoles,
    bool Disabled,
    DateTimeOffset? StoppedUntil,
    bool HasPassword,
    DateTimeOffset Created,
    DateTimeOffset? LastSignIn,
    int Sessions,
    bool IsLastSuperAdministrator
)
{
    internal static async Task<MemberDetail> OfAsync(OperationContext context, Member member, CancellationToken cancel)
    {
        var held = await RoleAssignment.OfAsync(context.Db, member.Id, cancel);
        var stopped = await SignInFailures.StoppedAsync(context, [member.Id], cancel);
        return new(
            new MemberId(member.Id),
            member.Email!,
            member.ConcurrencyStamp!,
            held.Roles,
            await StoreRoleLines.NameAsync(context, held.StoreRoles, cancel),
            member.Disabled,
            stopped.TryGetValue(member.Id, out var until) ? until : null,
            member.PasswordHash is not null,
            member.Created,
            member.LastSignIn,
            await MemberSessions.Live(context, member.Id).CountAsync(cancel),
            await LastSuperAdministrator.IsAsync(context.Db, member.Id, cancel)
        );
    }
}

/// <summary>One member, for callers who may view all members.</summary>
public sealed record GetMember(MemberId Member) : Reading<MemberDetail>
{
    internal override Demand Demand => new(Act.ViewMembers, TargetReference.Account);

    internal override async Task<Result<MemberDetail>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Member", null, null);
        var member = await context.Db.Users.FirstOrDefaultAsync(m => m.Id == Member.Value, cancel);
        if (member is null)
        {
            return MemberProblems.NotFound;
        }
        context.Note.About("Member", member.Id, member.Email);
        return await MemberDetail.OfAsync(context, member, cancel);
    }
}
