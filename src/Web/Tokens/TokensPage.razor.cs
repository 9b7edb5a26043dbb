using Microsoft.AspNetCore.Components;
using MudBlazor;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tokens;

public sealed partial class TokensPage
{
    private static readonly (string, string)[] Owners =
    [
        (TokenQuery.Account, "The account"),
        (TokenQuery.Everyone, "The account and members"),
    ];

    private Page<TokenDetail> _list = new([], 0);
    private Decision? _mayCreate,
        _mayOfAccount,
        _may;
    private readonly List<(NewToken Token, bool IsRolled)> _new = []; // Kept only here, until the member has stored each value or leaves.
    private bool _isUnavailable;
    private Rejection? _rejection;
    private string _rejectionTitle = "";
    private RowMenuHost<TokenDetail>? _menu;

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    [SupplyParameterFromQuery]
    public string? Of { get; set; }

    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    [SupplyParameterFromQuery]
    public string? Size { get; set; }

    private TokenQuery Query => new(Q, Of, Status, Sort, Page, Size);

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var may = await CurrentMember.MayAsync(Demand(TokenSide.Own), Demand(TokenSide.Account));
        (_mayCreate, _mayOfAccount) = (may[0], may[1]);
        var outcome = await CurrentMember.AskAsync(Query.ToOperation(), cancellation);
        (_rejection, _rejectionTitle) = (Rejection.Of(outcome), "The tokens can't be shown");
        _isUnavailable = _rejection is not null;
        _list = outcome is Done<Page<TokenDetail>> done ? done.Value : new([], 0);
    }

    /// <summary>The side from which the member manages a token: as the owner of their own, otherwise as a manager of the
    /// account's tokens.</summary>
    private TokenSide SideOf(TokenDetail token) =>
        token.Owner is { } owner && owner == CurrentMember.Identity.Member?.Id ? TokenSide.Own : TokenSide.Account;

    private static Demand Demand(TokenSide side) =>
        side == TokenSide.Own ? new(Act.ManageOwnTokens, TargetReference.Self) : new(Act.ManageAccountTokens, TargetReference.Account);

    private async Task OpenMenuAsync(TokenDetail token)
    {
        await CurrentMember.RefreshAsync();
        _may = (await CurrentMember.MayAsync(Demand(SideOf(token))))[0];
        await _menu!.OpenAsync(token, token.Name);
    }

    private async Task CreateAsync()
    {
        var about = new DialogParameters<TokenDialog> { { d => d.Side, Query.Side } };
        var dialog = await Dialogs.ShowAsync<TokenDialog>("New token", about, DialogDefaults.Form);
        await ShowAsync(await dialog.Result, isRolled: false);
    }

    private async Task RollAsync(TokenDetail token)
    {
        var about = new DialogParameters<RollTokenDialog> { { d => d.Side, SideOf(token) }, { d => d.Token, token.Id } };
        var dialog = await Dialogs.ShowAsync<RollTokenDialog>($"Roll {token.Name}?", about, DialogDefaults.Form);
        await ShowAsync(await dialog.Result, isRolled: true);
    }

    private async Task ShowAsync(DialogResult? result, bool isRolled)
    {
        if (result is { Canceled: false, Data: NewToken token })
        {
            _new.RemoveAll(shown => shown.Token.Token.Id == token.Token.Id); // The old value is no longer valid.
            _new.Insert(0, (token, isRolled));
        }
        await ReloadAsync();
    }

    private async Task EditAsync(TokenDetail token)
    {
        var about = new DialogParameters<TokenDialog> { { d => d.Side, SideOf(token) }, { d => d.Token, token } };
        var dialog = await Dialogs.ShowAsync<TokenDialog>($"Edit {token.Name}", about, DialogDefaults.Form);
        if (await dialog.Result is { Canceled: false, Data: TokenDetail saved })
        {
            Toasts.Done($"Token {saved.Name} saved. It counts from its next use.");
        }
        await ReloadAsync();
    }

    private Task DisableAsync(TokenDetail token) =>
        SwitchAsync(token, new DisableToken(SideOf(token), token.Id), "disabled", () => InvokeAsync(() => EnableAsync(token)));

    private Task EnableAsync(TokenDetail token) => SwitchAsync(token, new EnableToken(SideOf(token), token.Id), "enabled", undo: null);

    private async Task SwitchAsync(TokenDetail token, Operation<TokenDetail> operation, string done, Func<Task>? undo)
    {
        var outcome = await CurrentMember.AskAsync(operation);
        if (outcome is Done<TokenDetail>)
        {
            Toasts.Done($"Token {token.Name} {done}.", undo);
        }
        await ReloadAsync();
        if (Rejection.Of(outcome) is { } rejection)
        {
            (_rejection, _rejectionTitle) = (rejection, $"{token.Name} was not {done}");
            StateHasChanged();
        }
    }

    private async Task DeleteAsync(TokenDetail token)
    {
        var about = new DialogParameters<DeleteTokenDialog> { { d => d.Side, SideOf(token) }, { d => d.Token, token } };
        var dialog = await Dialogs.ShowAsync<DeleteTokenDialog>($"Delete {token.Name}?", about, DialogDefaults.Form);
        if (await dialog.Result is { Canceled: false })
        {
            _new.RemoveAll(shown => shown.Token.Token.Id == token.Id);
        }
        await ReloadAsync();
    }
}
