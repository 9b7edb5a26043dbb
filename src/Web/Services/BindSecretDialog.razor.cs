using Microsoft.AspNetCore.Components;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Services;

public sealed partial class BindSecretDialog
{
    private static readonly string[] Fields = [nameof(BindSecret.Variable), nameof(BindSecret.Secret)];

    private string _variable = "";
    private SecretPicker? _picker;
    private BindableSecret? _secret,
        _requestedSecret;
    private Decision? _mayEdit;

    [Parameter, EditorRequired]
    public ServiceRow Service { get; set; } = null!;

    /// <summary>The service's variables that the page shows; the server checks all of them.</summary>
    [Parameter]
    public IReadOnlyList<string> Variables { get; set; } = [];

    private string? SimilarName =>
        Variables.FirstOrDefault(v => v != _variable.Trim() && v.Equals(_variable.Trim(), StringComparison.OrdinalIgnoreCase));

    private string? VariableError => Rejection?.At(nameof(BindSecret.Variable));

    // An error of an earlier choice, or of a missing one, isn't shown beside the next choice.
    private string? SecretError => _secret is null || _secret == _requestedSecret ? Rejection?.At(nameof(BindSecret.Secret)) : null;

    private IEnumerable<Problem> Missing()
    {
        if (string.IsNullOrWhiteSpace(_variable))
        {
            yield return Problem.Invalid("", "Enter a variable name.", nameof(BindSecret.Variable));
        }
        yield return Problem.Invalid("", "Choose a secret from the list.", nameof(BindSecret.Secret));
    }

    private Task BindAsync() => OnceAsync(AskAsync);

    private async Task AskAsync()
    {
        _secret = await _picker!.ChosenAsync();
        if (_secret is not { } secret)
        {
            // Without a secret there is nothing to send to the server.
            (_requestedSecret, Rejection) = (null, new Rejection(null, [.. Missing()], null));
            return;
        }
        var variable = _variable.Trim();
        var outcome = await CurrentMember.AskAsync(new BindSecret(Service.Id, secret.Id, variable));
        (_requestedSecret, Rejection) = (secret, Rejection.Of(outcome));
        if (outcome is Done<BoundSecret> done)
        {
            Close(done);
            return;
        }
        _mayEdit = (await CurrentMember.MayAsync(new Demand(Act.EditSecret, TargetReference.To(secret.Id))))[0];
    }
}
