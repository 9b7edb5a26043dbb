using System.Globalization;
using Microsoft.AspNetCore.Components;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Services;

public sealed partial class KeyDialog
{
    private static readonly string[] Fields =
    [
        nameof(ProviderInput.Provider),
        nameof(ProviderInput.Alias),
        nameof(ProviderInput.RequestsPerMinute),
        nameof(AssociateProvider.Secret),
    ];

    private string _provider = "",
        _alias = "default",
        _limit = "";
    private bool _isDefault = true;
    private SecretPicker? _picker;
    private BindableSecret? _secret,
        _requestedSecret;
    private Decision? _mayEdit;

    [Parameter, EditorRequired]
    public ServiceRow Service { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<string> Providers { get; set; } = [];

    /// <summary>The configuration to change; null to create one.</summary>
    [Parameter]
    public ProviderConfigRow? Config { get; set; }

    // An error of an earlier choice, or of a missing one, isn't shown beside the next choice.
    private string? SecretError => _secret is null || _secret == _requestedSecret ? Rejection?.At(nameof(AssociateProvider.Secret)) : null;

    protected override Task LoadAsync()
    {
        if (Config is { } config)
        {
            (_provider, _alias, _isDefault, _limit) = (
                config.Provider,
                config.Alias,
                config.IsDefault,
                config.RequestsPerMinute?.ToString(CultureInfo.InvariantCulture) ?? ""
            );
            _secret =
                config.State == BindingState.SecretDeleted
                    ? null
                    : new BindableSecret(config.Secret, config.SecretName, "", config.Scopes, Fits: config.State == BindingState.Live);
        }
        return Task.CompletedTask;
    }

    private string? Invalid(string field) => Rejection?.At(field) is null ? null : "true";

    private Task SaveAsync() => OnceAsync(AskAsync);

    private async Task AskAsync()
    {
        _secret = await _picker!.ChosenAsync();
        var missing = Missing().ToList();
        if (missing.Count > 0)
        {
            (_requestedSecret, Rejection) = (null, new Rejection(null, missing, null));
            return;
        }
        var (secret, input) = (_secret!, new ProviderInput(_provider, _alias.Trim(), _isDefault, Limit()));
        var outcome = Config is null
            ? await CurrentMember.AskAsync(new AssociateProvider(Service.Id.Value, secret.Id, input))
            : await CurrentMember.AskAsync(
                new EditProviderConfig(
                    Service.Id.Value,
                    Config.Id,
                    secret.Id,
                    new(input.Provider, input.Alias, input.IsDefault, ChangesLimit: true, input.RequestsPerMinute)
                )
            );
        (_requestedSecret, Rejection) = (secret, Rejection.Of(outcome));
        if (outcome is Done<ProviderConfigRow> done)
        {
            Close(done.Value);
            return;
        }
        _mayEdit = (await CurrentMember.MayAsync(new Demand(Act.EditSecret, TargetReference.To(secret.Id))))[0];
    }

    private int? Limit() => int.TryParse(_limit.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;

    // Without these fields there is nothing to send to the server.
    private IEnumerable<Problem> Missing()
    {
        if (_provider.Length == 0)
        {
            yield return Problem.Invalid("", "Choose a provider.", nameof(ProviderInput.Provider));
        }
        if (_secret is null)
        {
            yield return Problem.Invalid("", "Choose a secret from the list.", nameof(AssociateProvider.Secret));
        }
        if (_limit.Trim().Length > 0 && Limit() is null)
        {
            yield return Problem.Invalid("", "Enter a whole number, or nothing for no limit.", nameof(ProviderInput.RequestsPerMinute));
        }
    }
}
