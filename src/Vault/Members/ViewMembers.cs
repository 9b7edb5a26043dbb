using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>A page of the members, and everybody who was invited.</summary>
public sealed record MembersView(Page<MemberRow> Members, IReadOnlyList<InvitationRow> Invitations);

/// <summary>Who may sign in and who will. One ask, one audit row.</summary>
/// <param name="Search">See <see cref="ListMembers"/>.</param>
public sealed record ViewMembers(string? Search, PageRequest Page) : Reading<MembersView>
{
    internal override Demand Demand => new(Act.ViewMembers, Aim.Account);

    internal override async Task<Result<MembersView>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Members", null, null);
        var members = await ListMembers.ReadAsync(session, Search, Page, cancel);
        if (members.Problems is { } problems)
        {
            return problems.ToList();
        }
        return new MembersView(members.Value!, await ListInvitations.ReadAsync(session, cancel));
    }
}
