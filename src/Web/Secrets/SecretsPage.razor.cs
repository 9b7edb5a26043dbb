using Microsoft.AspNetCore.Components;
using MudBlazor;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Secrets;

public sealed partial class SecretsPage
{
    private readonly Dictionary<SecretId, SecretRow> _selected = [];
    private Page<SecretRow> _list = new([], 0);
    private IReadOnlyList<StoreRow> _stores = [];
    private Decision? _mayCreate,
        _mayDeleteAny;
    private (Decision? Edit, Decision? Duplicate, Decision? Delete) _may;
    private Rejection? _rejection;
    private RowMenuHost<SecretRow>? _menu;

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    [SupplyParameterFromQuery]
    public string? Store { get; set; }

    [SupplyParameterFromQuery]
    public string? Scope { get; set; }

    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    [SupplyParameterFromQuery]
    public string? Unused { get; set; }

    [SupplyParameterFromQuery]
    public string? Owner { get; set; }

    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    [SupplyParameterFromQuery]
    public string? Size { get; set; }

    private SecretQuery Query => new(Q, Store, Scope, Status, Unused, Owner, Sort, Page, Size);
    private string Order => Query.Order;
    private int PageNumber => Query.Paging.Number;
    private int PageSize => Query.Paging.Size;
    private bool IsFiltered => Query.IsFiltered;
    private string ExportQuery => Query.FilterText();
    private string? StoreOfCurl => string.IsNullOrEmpty(Store) && _stores.Count == 1 ? _stores[0].Id.Value : Store;
    private string NewAddress => string.IsNullOrEmpty(Store) ? "secrets/new" : $"secrets/new?store={Uri.EscapeDataString(Store)}";

    // Without an action for a selection, checkboxes would only be noise.
    private bool MaySelect => _mayDeleteAny is { Allowed: true };
    private bool IsPageSelected =>
        _list.Items.Count > 0 && _list.Items.All(s => _selected.ContainsKey(s.Id) || s.Status == SecretStatus.Deleted);

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var may = await CurrentMember.MayAsync(
            new Demand(Act.CreateSecret, TargetReference.Anywhere),
            new Demand(Act.DeleteSecret, TargetReference.Anywhere)
        );
        (_mayCreate, _mayDeleteAny) = (may[0], may[1]);
        if (!MaySelect)
        {
            _selected.Clear();
        }
        var query = Query;
        var outcome = await CurrentMember.AskAsync(new ListSecrets(query.Filter, query.Paging, query.By, query.Descending), cancellation);
        _rejection = Rejection.Of(outcome);
        _list = outcome is Done<Page<SecretRow>> done ? done.Value : new([], 0);
        if (_stores.Count == 0 && await CurrentMember.AskAsync(new ListStores(), cancellation) is Done<IReadOnlyList<StoreRow>> stores)
        {
            _stores = stores.Value;
        }
        LeaveEmptyPage(query);
    }

    // After the last rows of the last page were deleted, or from an old bookmark.
    private void LeaveEmptyPage(SecretQuery query)
    {
        if (_list is { Items.Count: 0, Total: > 0 })
        {
            var last = (_list.Total + query.Paging.Size - 1) / query.Paging.Size;
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("page", last == 1 ? null : last), replace: true);
        }
    }

    private void Select(SecretRow secret)
    {
        if (!_selected.Remove(secret.Id))
        {
            _selected[secret.Id] = secret;
        }
    }

    private void SelectPage(ChangeEventArgs change)
    {
        foreach (var secret in _list.Items.Where(s => s.Status != SecretStatus.Deleted))
        {
            if (change.Value is true)
            {
                _selected[secret.Id] = secret;
            }
            else
            {
                _selected.Remove(secret.Id);
            }
        }
    }

    private async Task OpenMenuAsync(SecretRow secret)
    {
        var reference = TargetReference.To(secret.Id);
        var may = await CurrentMember.MayAsync(
            new Demand(Act.EditSecret, reference),
            new Demand(Act.DuplicateSecret, reference),
            new Demand(Act.DeleteSecret, reference)
        );
        _may = (may[0], may[1], may[2]);
        await _menu!.OpenAsync(secret, secret.Name);
    }

    private async Task DuplicateAsync(SecretRow secret)
    {
        await Dialogs.DuplicateAsync(secret.Id, secret.Name);
        await ReloadAsync();
    }

    private async Task DeleteAsync(SecretRow secret)
    {
        if (await Dialogs.DeleteAsync(secret.Id, secret.Name))
        {
            _selected.Remove(secret.Id);
        }
        await ReloadAsync();
    }

    private async Task DeleteSelectedAsync()
    {
        foreach (var deleted in await Dialogs.DeleteAsync([.. _selected.Values]))
        {
            _selected.Remove(deleted);
        }
        await ReloadAsync();
    }
}
