using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>The calling member: every member may view themselves, with or without roles.</summary>
public sealed record GetOwnMember : Reading<MemberDetail>
{
    internal override Demand Demand => new(Act.ViewMembers, TargetReference.Self);

    internal override async Task<Result<MemberDetail>> RunAsync(OperationContext context, CancellationToken cancel) =>
        await ReadAsync(context, cancel);

    internal static async Task<MemberDetail> ReadAsync(OperationContext context, CancellationToken cancel)
    {
        var member = await context.Db.Users.FirstAsync(m => m.Id == context.MemberId!.Value.Value, cancel);
        context.Note.About("Member", member.Id, member.Email);
        return await MemberDetail.OfAsync(context, member, cancel);
    }
}
