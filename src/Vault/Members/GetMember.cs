using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Members;

/// <summary>A member in full. Times are UTC.</summary>
/// <param name="Revision">Names the state that an edit was made from; see <see cref="SaveRoles"/>.</param>
/// <param name="StoreRoles">By store name.</param>
/// <param name="StoppedUntil">Until when passwords from unknown devices are not
/// accepted, after too many failed sign-ins; null while they are.</param>
/// <param name="HasPassword">False between a password reset and its new password.</param>
/// <param name="Sessions">How many sessions count at this moment.</param>
/// <param name="IsLastSuperAdministrator">They can't lose the role, be disabled or be removed.</param>
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

/// <summary>One member, for those who may see all members.</summary>
public sealed record GetMember(MemberId Member) : Reading<MemberDetail>
{
    internal override Demand Demand => new(Act.ViewMembers, Aim.Account);

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
