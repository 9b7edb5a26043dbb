using Microsoft.AspNetCore.Components;
using MudBlazor;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Services;

public sealed partial class ProvidersTab
{
    private GatewayKeys? _keys;
    private Decision? _mayAssociate,
        _mayRemove;
    private Rejection? _rejection;
    private string _rejectionTitle = "";

    [Parameter, EditorRequired]
    public ServiceRow Service { get; set; } = null!;

    /// <summary>Raised when the keys have changed; the surrounding page shows their number.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private string Gateway => Service.Id.Value;

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var outcome = await CurrentMember.AskAsync(new ListProviderConfigs(Gateway), cancellation);
        (_rejection, _rejectionTitle) = (Rejection.Of(outcome), "The keys can't be shown");
        _keys = outcome is Done<GatewayKeys> done ? done.Value : null;
        // Associating needs a secret to be decided; before one is chosen, removing has the same rule and gives the same answer.
        _mayRemove = (await CurrentMember.MayAsync(new Demand(Act.Unbind, TargetReference.ToGateway(Gateway))))[0];
        _mayAssociate = _mayRemove;
    }

    private static string Named(ProviderConfigRow config) => $"{config.Provider} {config.Alias}";

    private async Task EditAsync(ProviderConfigRow? config)
    {
        var about = new DialogParameters<KeyDialog>
        {
            { d => d.Service, Service },
            { d => d.Providers, _keys?.Providers ?? [] },
            { d => d.Config, config },
        };
        var dialog = await Dialogs.ShowAsync<KeyDialog>(
            config is null ? $"Associate a key with {Service.Name}" : $"Edit {Named(config)}",
            about,
            DialogDefaults.Form
        );
        if (await dialog.Result is { Canceled: false, Data: ProviderConfigRow saved })
        {
            Toasts.Done(config is null ? $"{saved.SecretName} is the key for {Named(saved)}." : $"{Named(saved)} saved.");
        }
        await ChangedAsync(null, "");
    }

    private async Task RemoveAsync(ProviderConfigRow config)
    {
        var outcome = await CurrentMember.AskAsync(new RemoveProviderConfig(Gateway, config.Id));
        if (outcome is Done<Unit>)
        {
            // A key whose secret was deleted or no longer fits could not be associated again, so undo isn't offered.
            Toasts.Done($"{Named(config)} removed.", config.State == BindingState.Live ? () => InvokeAsync(() => UndoAsync(config)) : null);
        }
        await ChangedAsync(Rejection.Of(outcome), $"{Named(config)} was not removed");
    }

    private async Task UndoAsync(ProviderConfigRow config)
    {
        var outcome = await CurrentMember.AskAsync(
            new AssociateProvider(Gateway, config.Secret, new(config.Provider, config.Alias, config.IsDefault, config.RequestsPerMinute))
        );
        await ChangedAsync(Rejection.Of(outcome), $"{Named(config)} was not associated again");
    }

    // The error stays on the page after the reload.
    private async Task ChangedAsync(Rejection? rejection, string title)
    {
        await ReloadAsync();
        if (rejection is not null)
        {
            (_rejection, _rejectionTitle) = (rejection, title);
            StateHasChanged();
        }
        await OnChanged.InvokeAsync();
    }

    private static RenderFragment SecretName(ProviderConfigRow config) =>
        builder =>
        {
            var isLink = config.State != BindingState.SecretDeleted;
            builder.OpenElement(0, isLink ? "a" : "span");
            builder.AddAttribute(1, "class", "sd-mono");
            builder.AddAttribute(2, "href", isLink ? $"secrets/{config.Secret}" : null);
            builder.AddContent(3, config.SecretName);
            builder.CloseElement();
        };
}
