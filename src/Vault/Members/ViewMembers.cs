using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>A page of the members, by e-mail address, and all open invitations, newest first.</summary>
public sealed record MembersView(Page<MemberRow> Members, IReadOnlyList<InvitationRow> Invitations);

/// <summary>The members and the open invitations. It is one request with one audit row.</summary>
/// <param name="Search">Part of a member's e-mail address, in any case; null for all.</param>
public sealed record ViewMembers(string? Search, PageRequest Page) : Reading<MembersView>
{
    private const int MaxSearch = 200;

    internal override Demand Demand => new(Act.ViewMembers, TargetReference.Account);

    internal override async Task<Result<MembersView>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Members", null, null);
        if (Page.Check() is { } problem)
        {
            return problem;
        }
        if (Search?.Length > MaxSearch)
        {
            return Problem.Invalid("search_too_long", $"Search for at most {MaxSearch} characters.", nameof(Search));
        }
        var text = EmailAddress.Normalize(Search);
        var matching = text.Length == 0 ? context.Db.Users : context.Db.Users.Where(m => m.NormalizedEmail!.Contains(text));
        var total = await matching.CountAsync(cancel);
        var members = await matching.OrderBy(m => m.NormalizedEmail).Skip(Page.Skip).Take(Page.Size).ToListAsync(cancel);
        return new MembersView(
            new(await MemberRow.OfAsync(context, members, cancel), total),
            await InvitationRow.AllAsync(context, cancel)
        );
    }
}
