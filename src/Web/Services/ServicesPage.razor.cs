using Microsoft.AspNetCore.Components;
using MudBlazor;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Services;

public sealed partial class ServicesPage
{
    private const string OfTheAccount = "account";

    private Page<ServiceRow> _list = new([], 0);
    private IReadOnlyList<StoreRow> _stores = [];
    private Decision? _mayRegister,
        _mayRemove;
    private Rejection? _rejection;
    private RowMenuHost<ServiceRow>? _menu;

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery]
    public string? Store { get; set; }

    [SupplyParameterFromQuery]
    public string? Unused { get; set; }

    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    [SupplyParameterFromQuery]
    public string? Size { get; set; }

    private string Order => Sort is "name" or "-name" or "kind" or "-kind" or "created" or "-created" ? Sort : "name";
    private int PageNumber => Pager.Number(Page, PageRequest.MaxNumber, otherwise: 1);
    private int PageSize => Pager.Number(Size, PageRequest.MaxSize, Pager.Sizes[0]);
    private bool IsFiltered =>
        !string.IsNullOrEmpty(Q) || !string.IsNullOrEmpty(Kind) || !string.IsNullOrEmpty(Store) || LastUseFilter.Days(Unused) is not null;

    private static IEnumerable<(string, string)> KindOptions => ScopeNames.All.Select(s => (s.WireName, s.DisplayName));
    private IEnumerable<(string, string)> StoreOptions => [(OfTheAccount, "Whole account"), .. _stores.Select(s => (s.Id.Value, s.Name))];

    private ServiceFilter Filter =>
        new(
            Q,
            ScopeNames.Find(Kind) ?? Scopes.None,
            Store is null or "" or OfTheAccount ? null : new StoreId(Store),
            Store == OfTheAccount,
            LastUseFilter.Days(Unused)
        );

    private ServiceOrder By =>
        Order.TrimStart('-') switch
        {
            "kind" => ServiceOrder.Kind,
            "created" => ServiceOrder.Created,
            _ => ServiceOrder.Name,
        };

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        _mayRegister = (await CurrentMember.MayAsync(new Demand(Act.RegisterService, TargetReference.Anywhere)))[0];
        if (_stores.Count == 0 && await CurrentMember.AskAsync(new ListStores(), cancellation) is Done<IReadOnlyList<StoreRow>> stores)
        {
            _stores = stores.Value;
        }
        var outcome = await CurrentMember.AskAsync(
            new ListServices(Filter, new PageRequest(PageNumber, PageSize), By, Order.StartsWith('-')),
            cancellation
        );
        _rejection = Rejection.Of(outcome);
        _list = outcome is Done<Page<ServiceRow>> done ? done.Value : new([], 0);
    }

    private async Task RegisterAsync()
    {
        var dialog = await Dialogs.ShowAsync<NewServiceDialog>("New service", DialogDefaults.Form);
        if (await dialog.Result is { Canceled: false, Data: ServiceId id })
        {
            Navigation.NavigateTo($"services/{id}");
        }
        else
        {
            await ReloadAsync(); // It may have been rejected because the roles changed.
        }
    }

    private async Task OpenMenuAsync(ServiceRow service)
    {
        _mayRemove = (await CurrentMember.MayAsync(new Demand(Act.RemoveService, TargetReference.To(service.Id))))[0];
        await _menu!.OpenAsync(service, service.Name);
    }

    private async Task RemoveAsync(ServiceRow service)
    {
        var about = new DialogParameters<RemoveServiceDialog> { { d => d.Service, service.Id }, { d => d.Name, service.Name } };
        var dialog = await Dialogs.ShowAsync<RemoveServiceDialog>($"Remove {service.Name}?", about, DialogDefaults.Form);
        await dialog.Result;
        await ReloadAsync();
    }
}
