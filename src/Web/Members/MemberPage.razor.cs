using Microsoft.AspNetCore.Components;
using MudBlazor;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Members;

public sealed partial class MemberPage
{
    private static readonly IReadOnlyList<(string, string)> Crumbs = [("Members", "members")];

    private MemberDetail? _member;
    private IReadOnlyList<StoreRow> _stores = [];
    private Dictionary<StoreId, Roles> _storeRoles = [];
    private Roles _roles;
    private bool _isTouched,
        _isConflict,
        _isRemoved;
    private Decision? _mayChange,
        _mayDisable,
        _mayRemove;
    private Rejection? _rejection;
    private UnsavedChanges? _unsaved;
    private string _failed = "";

    [Parameter]
    public string Id { get; set; } = "";

    private MemberId Target => new(Id);
    private bool MayChange => _mayChange is { Allowed: true };

    // Without the right to change roles, only the stores with a role are listed.
    private IReadOnlyList<StoreRow> Stores => MayChange ? _stores : [.. _stores.Where(s => _storeRoles.ContainsKey(s.Id))];

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var may = await CurrentMember.MayAsync(
            new Demand(Act.ViewMembers, TargetReference.Account),
            new Demand(Act.ChangeRoles, TargetReference.Account),
            new Demand(Act.DisableMember, TargetReference.Account),
            new Demand(Act.RemoveMember, TargetReference.Account)
        );
        (_mayChange, _mayDisable, _mayRemove) = (may[1], may[2], may[3]);
        var isSelf = (await CurrentMember.RefreshAsync()).Member?.Id == Target;
        var outcome =
            !may[0].Allowed && isSelf
                ? await CurrentMember.AskAsync(new GetOwnMember(), cancellation)
                : await CurrentMember.AskAsync(new GetMember(Target), cancellation);
        if (outcome is not Done<MemberDetail> done)
        {
            _member = null;
            Fail(Rejection.Of(outcome)!, "The member can't be shown");
            return;
        }
        _isTouched &= _member?.Id == Target; // The same page instance may be reused for another member.
        _member = done.Value;
        _stores = await CurrentMember.AskAsync(new ListStores(), cancellation) is Done<IReadOnlyList<StoreRow>> stores ? stores.Value : [];
        if (!_isTouched)
        {
            CopyRoles();
        }
    }

    // Unsaved changes survive a rejection, a conflict, or a change of the member's own roles, until they are saved or discarded.
    private void CopyRoles()
    {
        _roles = _member!.Roles;
        _storeRoles = _member.StoreRoles.ToDictionary(s => s.Store, s => s.Roles);
        (_isTouched, _isConflict, _rejection) = (false, false, null);
    }

    private Task GiveUpAsync()
    {
        CopyRoles();
        return ForgetAsync();
    }

    private Task ForgetAsync() => _unsaved?.SavedAsync() ?? Task.CompletedTask;

    private void Fail(Rejection rejection, string title)
    {
        if (rejection.Problems is [{ Code: "member_not_found" }, ..] || rejection.IsHiddenTarget)
        {
            Navigation.NotFound();
        }
        (_rejection, _failed) = (rejection, title);
        _isConflict = rejection.Problems is [{ Code: "conflict" }, ..];
    }

    private async Task SaveAsync()
    {
        var outcome = await CurrentMember.AskAsync(
            new SaveRoles(Target, _member!.Revision, _roles, new Dictionary<StoreId, Roles>(_storeRoles))
        );
        _isTouched = outcome is not Done<Unit>;
        if (!_isTouched)
        {
            await ForgetAsync();
        }
        await DoneOrFailAsync(outcome, "The roles were not saved", "Roles saved.");
    }

    private async Task DisableAsync() =>
        await DoneOrFailAsync(
            await CurrentMember.AskAsync(new DisableMember(Target)),
            "The member was not disabled",
            $"{_member!.Email} is disabled.",
            undo: UndoDisableAsync
        );

    private async Task EnableAsync() =>
        await DoneOrFailAsync(
            await CurrentMember.AskAsync(new EnableMember(Target)),
            "The member was not enabled",
            $"{_member!.Email} is enabled."
        );

    // The page may already be closed when the toast's button is clicked.
    private async Task UndoDisableAsync()
    {
        await CurrentMember.AskAsync(new EnableMember(Target));
        if (!_isRemoved)
        {
            await InvokeAsync(ReloadAsync);
        }
    }

    private async Task RemoveAsync()
    {
        var about = new DialogParameters<RemoveMemberDialog> { { d => d.Member, _member } };
        var dialog = await Dialogs.ShowAsync<RemoveMemberDialog>($"Remove {_member!.Email}?", about, DialogDefaults.Form);
        if (await dialog.Result is { Canceled: false })
        {
            await ForgetAsync();
            Toasts.Done($"{_member.Email} is removed.");
            Navigation.NavigateTo("members");
        }
    }

    private async Task DoneOrFailAsync(Outcome<Unit> outcome, string failed, string done, Func<Task>? undo = null)
    {
        await ReloadAsync();
        if (Rejection.Of(outcome) is { } rejection)
        {
            Fail(rejection, failed);
            return;
        }
        _rejection = null;
        Toasts.Done(done, undo);
    }

    protected override void Dispose(bool disposing)
    {
        _isRemoved = true;
        base.Dispose(disposing);
    }
}
