using Microsoft.AspNetCore.Components;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tokens;

public sealed partial class TokenDialog
{
    private static readonly string[] Fields =
    [
        nameof(TokenInput.Name),
        nameof(TokenInput.Level),
        nameof(TokenInput.Administer),
        nameof(TokenInput.Stores),
        nameof(TokenInput.Expires),
        nameof(TokenInput.NotBefore),
        nameof(TokenInput.AllowedFrom),
        nameof(TokenInput.DeniedFrom),
        nameof(TokenInput.MayIssueLonger),
    ];

    private TokenForm _form = new();
    private IReadOnlyList<StoreRow> _stores = [];
    private TokenSide _side;
    private MemberActor? _me;
    private Decision? _mayOfAccount;

    /// <summary>The token to edit; null to create one.</summary>
    [Parameter]
    public TokenDetail? Token { get; set; }

    /// <summary>The owner of the token: for a new one the preselected owner, which the member can change.</summary>
    [Parameter, EditorRequired]
    public TokenSide Side { get; set; }

    private bool IsOfAccount => _side == TokenSide.Account;

    protected override async Task LoadAsync()
    {
        (_side, _form) = (Side, new TokenForm(Token));
        _mayOfAccount = (await CurrentMember.MayAsync(new Demand(Act.ManageAccountTokens, TargetReference.Account)))[0];
        _me = (await CurrentMember.RefreshAsync()).Member;
        if (await CurrentMember.AskAsync(new ListStores()) is Done<IReadOnlyList<StoreRow>> stores)
        {
            _stores = stores.Value;
        }
        // A member with roles on single stores only can't create a token for the whole account.
        _form.IsLimited |= Token is null && !IsOfAccount && _me is { AccountRoles: Roles.None };
    }

    private string? UnavailableReason(TokenLevel level) =>
        AvailableLevels.UnavailableReason(IsOfAccount ? null : _me, level, _form.IsLimited ? _form.Stores : null, _stores);

    private void ChooseSide(TokenSide side)
    {
        _side = side;
        _form.Administer &= IsOfAccount;
    }

    private Task SaveAsync() => OnceAsync(AskAsync);

    private async Task AskAsync()
    {
        var (input, wrong) = _form.Read();
        Rejection = wrong;
        if (input is null)
        {
            return;
        }
        await (Token is null ? CreateAsync(input) : EditAsync(Token, input));
    }

    private async Task CreateAsync(TokenInput input)
    {
        var outcome = await CurrentMember.AskAsync(new CreateToken(_side, input));
        Rejection = Rejection.Of(outcome);
        if (outcome is Done<NewToken> done)
        {
            Close(done.Value);
        }
    }

    private async Task EditAsync(TokenDetail token, TokenInput input)
    {
        var outcome = await CurrentMember.AskAsync(new EditToken(_side, token.Id, input, token.Disabled, token.Revision));
        Rejection = Rejection.Of(outcome);
        if (outcome is Done<TokenDetail> done)
        {
            Close(done.Value);
        }
    }
}
