using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>The asking member: everyone sees themselves, whatever their roles.</summary>
public sealed record GetOwnMember : Reading<MemberDetail>
{
    internal override Demand Demand => new(Act.ViewMembers, Aim.Self);

    internal override async Task<Result<MemberDetail>> RunAsync(Session session, CancellationToken cancel) => await ReadAsync(session, cancel);

    internal static async Task<MemberDetail> ReadAsync(Session session, CancellationToken cancel)
    {
        var member = await session.Db.Users.FirstAsync(m => m.Id == session.Me!.Value.Value, cancel);
        session.Note.About("Member", member.Id, member.Email);
        return await MemberDetail.OfAsync(session, member, cancel);
    }
}
