using System.Globalization;
using Microsoft.AspNetCore.Components;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Members;

public sealed partial class MembersPage
{
    private Page<MemberRow> _members = new([], 0);
    private IReadOnlyList<InvitationRow> _invitations = [];
    private Decision? _mayInvite,
        _seesOnlySelf;
    private readonly List<NewInvitation> _links = []; // Kept only here, until the member has stored each link or leaves.
    private Rejection? _rejection;

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    [SupplyParameterFromQuery]
    public string? Size { get; set; }

    private int PageNumber => Number(Page, PageRequest.MaxNumber, otherwise: 1);
    private int PageSize => Number(Size, PageRequest.MaxSize, Pager.Sizes[0]);

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var may = await CurrentMember.MayAsync(
            new Demand(Act.InviteMember, TargetReference.Account),
            new Demand(Act.ViewMembers, TargetReference.Account)
        );
        _mayInvite = may[0];
        _seesOnlySelf = may[1].Allowed ? null : may[1];
        if (_seesOnlySelf is null)
        {
            await LoadAllAsync(cancellation);
        }
        else
        {
            await LoadSelfAsync(cancellation);
        }
    }

    private async Task LoadAllAsync(CancellationToken cancellation)
    {
        var outcome = await CurrentMember.AskAsync(new ViewMembers(Q, new PageRequest(PageNumber, PageSize)), cancellation);
        _rejection = Rejection.Of(outcome);
        (_members, _invitations) = outcome is Done<MembersView> { Value: var view } ? (view.Members, view.Invitations) : (new([], 0), []);
    }

    private async Task LoadSelfAsync(CancellationToken cancellation)
    {
        var outcome = await CurrentMember.AskAsync(new GetOwnMember(), cancellation);
        (_rejection, _invitations) = (Rejection.Of(outcome), []);
        _members = outcome is Done<MemberDetail> { Value: var self }
            ? new(
                [
                    new MemberRow(
                        self.Id,
                        self.Email,
                        self.Roles,
                        self.StoreRoles.Count,
                        self.Disabled,
                        self.StoppedUntil is not null,
                        self.Created,
                        self.LastSignIn
                    ),
                ],
                1
            )
            : new([], 0);
    }

    private async Task InviteAsync()
    {
        var dialog = await Dialogs.ShowAsync<InviteDialog>("Invite member", DialogDefaults.Form);
        if (await dialog.Result is { Canceled: false, Data: NewInvitation invitation })
        {
            _links.RemoveAll(link => link.Email == invitation.Email); // The earlier link is no longer valid.
            _links.Insert(0, invitation);
        }
        await ReloadAsync();
    }

    private async Task RevokeAsync(InvitationRow invitation)
    {
        var outcome = await CurrentMember.AskAsync(new RevokeInvitation(invitation.Id));
        if (outcome is Done<Unit>)
        {
            Toasts.Done($"The invitation of {invitation.Email} is taken back.");
            _links.RemoveAll(link => link.Id == invitation.Id);
        }
        await ReloadAsync();
        _rejection ??= Rejection.Of(outcome);
    }

    private static int Number(string? text, int max, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max
            ? number
            : otherwise;
}
