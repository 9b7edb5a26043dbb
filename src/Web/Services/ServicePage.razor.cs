using Microsoft.AspNetCore.Components;
using MudBlazor;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Services;

public sealed partial class ServicePage
{
    private const string Main = "";

    private ServiceDetail? _detail;
    private List<ActivityRow>? _activity;
    private bool _hasOlder;
    private Decision? _mayBind,
        _mayUnbind,
        _mayRemove;
    private Rejection? _rejection;
    private string _rejectionTitle = "";
    private IReadOnlyList<Warning> _warnings = [];

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    [SupplyParameterFromQuery]
    public string? Span { get; set; }

    [SupplyParameterFromQuery]
    public string? Unused { get; set; }

    // For the bindings only; another tab may have its own filter of that name.
    private int? UnusedDays => string.IsNullOrEmpty(Tab) ? LastUseFilter.Days(Unused) : null;

    private bool IsWorker => _detail is { Service.Kind: Scopes.Workers };

    // A gateway's bindings are its keys, which are shown with their use.
    private bool IsGateway => _detail is { Service.Kind: Scopes.AiGateway };

    // Only Workers have uploads.
    private IEnumerable<(string Tab, string Name)> Tabs =>
        [
            (Main, IsGateway ? "Providers" : "Bindings"),
            .. IsWorker ? [("deployments", "Deployments")] : Array.Empty<(string, string)>(),
            ("identity", "Identity"),
            ("usage", "Usage"),
            ("activity", "Activity"),
        ];

    private string Shown => Tabs.Any(t => t.Tab == Tab) ? Tab! : Main;

    private string AddressOf(string tab) => $"services/{Id}" + (tab == Main ? "" : $"?tab={tab}");

    private string Purpose =>
        _detail is { Service.Kind: var kind }
            ? $"A service of kind {ScopeNames.Name(kind).DisplayName}. It may consume secrets whose scopes include that kind."
            : "";

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var service = new ServiceId(Id);
        var outcome = await CurrentMember.AskAsync(new GetService(service, UnusedDays), cancellation);
        _rejection = Rejection.Of(outcome);
        _rejectionTitle = "This service can't be shown";
        if (_rejection is { IsHiddenTarget: true })
        {
            Navigation.NotFound();
            return;
        }
        _detail = outcome is Done<ServiceDetail> done ? done.Value : null;
        await LoadDecisionsAsync(service);
        if (Shown == "activity")
        {
            _activity = null;
            await OlderAsync();
        }
    }

    private async Task LoadDecisionsAsync(ServiceId service)
    {
        // Binding needs a secret to be decided; before one is chosen, unbinding has the same rule and gives the same answer.
        var may = await CurrentMember.MayAsync(
            new Demand(Act.Unbind, TargetReference.To(service)),
            new Demand(Act.RemoveService, TargetReference.To(service))
        );
        (_mayBind, _mayUnbind, _mayRemove) = (may[0], may[0], may[1]);
    }

    private async Task OlderAsync()
    {
        var (previous, before) = (_activity, _activity is { Count: > 0 } shown ? shown[^1].Id : (long?)null);
        var outcome = await CurrentMember.AskAsync(new ServiceActivity(new ServiceId(Id), before), Leaving);
        if (_activity != previous || (_activity is { Count: > 0 } now && now[^1].Id != before))
        {
            return; // A second click, or a reload in the meantime, has already handled this.
        }
        if (outcome is Done<IReadOnlyList<ActivityRow>> done)
        {
            (_activity ??= []).AddRange(done.Value);
            _hasOlder = done.Value.Count == ActivityRow.PageSize;
            return;
        }
        (_rejection, _rejectionTitle) = (Rejection.Of(outcome), "The activity can't be shown");
    }

    private async Task BindAsync()
    {
        var about = new DialogParameters<BindSecretDialog>
        {
            { d => d.Service, _detail!.Service },
            { d => d.Variables, [.. _detail.Bindings.Select(b => b.Variable)] },
        };
        var dialog = await Dialogs.ShowAsync<BindSecretDialog>($"Bind a secret to {_detail.Service.Name}", about, DialogDefaults.Form);
        if (await dialog.Result is { Canceled: false, Data: Done<BoundSecret> done })
        {
            Toasts.Done($"{done.Value.Name} bound.");
            _warnings = done.Warnings;
        }
        await ReloadAsync();
    }

    private async Task UnbindAsync(BindingRow binding)
    {
        var service = new ServiceId(Id);
        var outcome = await CurrentMember.AskAsync(new UnbindSecret(service, binding.Variable));
        if (outcome is Done<SecretId> done)
        {
            // A broken binding could not be bound again, so undo isn't offered.
            Toasts.Done(
                $"{binding.Variable} unbound.",
                binding.IsBroken ? null : () => InvokeAsync(() => UndoAsync(service, done.Value, binding.Variable))
            );
        }
        await ReloadWithAsync(Rejection.Of(outcome), $"{binding.Variable} was not unbound");
    }

    private async Task UndoAsync(ServiceId service, SecretId secret, string variable)
    {
        var outcome = await CurrentMember.AskAsync(new BindSecret(service, secret, variable));
        await ReloadWithAsync(Rejection.Of(outcome), $"{variable} was not bound again");
    }

    private async Task RemoveAsync()
    {
        var about = new DialogParameters<RemoveServiceDialog>
        {
            { d => d.Service, _detail!.Service.Id },
            { d => d.Name, _detail.Service.Name },
        };
        var dialog = await Dialogs.ShowAsync<RemoveServiceDialog>($"Remove {_detail.Service.Name}?", about, DialogDefaults.Form);
        if (await dialog.Result is { Canceled: false })
        {
            Navigation.NavigateTo("services");
            return;
        }
        await ReloadAsync();
    }

    // The error stays on the page after the reload.
    private async Task ReloadWithAsync(Rejection? rejection, string title)
    {
        await ReloadAsync();
        if (rejection is not null)
        {
            (_rejection, _rejectionTitle) = (rejection, title);
            StateHasChanged();
        }
    }
}
