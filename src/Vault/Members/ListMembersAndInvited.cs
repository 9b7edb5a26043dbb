using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

public enum MemberOrder
{
    Email = 1,

    /// <summary>Members first, then open invitations; each by e-mail address.</summary>
    Status,
}

/// <summary>One page of the members and of the open invitations.</summary>
/// <param name="Invited">True: only open invitations; false: only members; null: both.</param>
/// <param name="Email">Exactly this address, in any case.</param>
public sealed record ListMembersAndInvited(
    PageRequest Page,
    bool? Invited = null,
    MemberOrder Order = MemberOrder.Email,
    bool Descending = false,
    string? Email = null
) : Reading<Page<MemberOrInvited>>
{
    internal override Demand Demand => new(Act.ViewMembers, TargetReference.Account);

    internal override async Task<Result<Page<MemberOrInvited>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Members", null, null);
        if (Page.Check() is { } problem)
        {
            return problem;
        }
        var all = MemberOrInvited.All(context);
        var matching = Invited is { } invited ? all.Where(e => e.IsInvited == invited) : all;
        if (Email?.ToUpperInvariant() is { } email)
        {
            matching = matching.Where(e => e.SortedBy == email);
        }
        var total = await matching.CountAsync(cancel);
        var entries = await Ordered(matching).Skip(Page.Skip).Take(Page.Size).ToListAsync(cancel);
        return new Page<MemberOrInvited>(await MemberOrInvited.WithRolesAsync(context, entries, cancel), total);
    }

    private IQueryable<MemberOrInvited.Entry> Ordered(IQueryable<MemberOrInvited.Entry> entries) =>
        (Order, Descending) switch
        {
            (MemberOrder.Email, false) => entries.OrderBy(e => e.SortedBy).ThenBy(e => e.Id),
            (MemberOrder.Email, true) => entries.OrderByDescending(e => e.SortedBy).ThenByDescending(e => e.Id),
            (MemberOrder.Status, false) => entries.OrderBy(e => e.IsInvited).ThenBy(e => e.SortedBy).ThenBy(e => e.Id),
            (MemberOrder.Status, true) => entries
                .OrderByDescending(e => e.IsInvited)
                .ThenByDescending(e => e.SortedBy)
                .ThenByDescending(e => e.Id),
        };
}
