using Microsoft.AspNetCore.Components;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Secrets;

public sealed partial class EditSecretPage
{
    private static readonly string[] Fields = [nameof(EditSecret.Value), .. SecretField.Names, nameof(EditSecret.Scopes)];

    /// <summary>The secret at the start of the edit, or as it was last shown to the editor.</summary>
    private SecretDetail? _base;
    private bool _busy,
        _force;
    private SecretDescription _description = new();
    private Scopes _scopes;
    private IReadOnlyList<string>? _conflict;
    private IReadOnlyList<Dependant>? _dependants;
    private IReadOnlyDictionary<Scopes, int>? _services;
    private Rejection? _rejection;
    private ValueField? _value;
    private UnsavedChanges? _unsaved;

    [Parameter]
    public string Id { get; set; } = "";

    private SecretId Secret => new(Id);
    private IReadOnlyList<(string, string)> Crumbs =>
        _base is null ? [("Secrets", "secrets")] : [("Secrets", "secrets"), (_base.Name, $"secrets/{Id}")];

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var mayEdit = (await CurrentMember.MayAsync(new Demand(Act.EditSecret, TargetReference.To(Secret))))[0];
        if (_base is not null)
        {
            // The input is kept, even if the right to save it was revoked: the server then rejects the save.
            _rejection = mayEdit.Allowed ? null : new Rejection(mayEdit, [], null);
            return;
        }
        var outcome = await CurrentMember.AskAsync(new GetSecret(Secret), cancellation);
        _rejection = Rejection.Of(outcome);
        if (_rejection is { IsHiddenTarget: true } || outcome is Done<SecretDetail> { Value.Status: SecretStatus.Deleted })
        {
            Navigation.NotFound();
        }
        else if (!mayEdit.Allowed)
        {
            _rejection = new Rejection(mayEdit, [], null);
        }
        else if (outcome is Done<SecretDetail> { Value: var secret })
        {
            (_base, _description, _scopes) = (secret, secret.Description, secret.Scopes);
            _services = await CurrentMember.AskAsync(new CountConsumers(secret.Store), cancellation)
                is Done<IReadOnlyDictionary<Scopes, int>> counted
                ? counted.Value
                : null;
        }
    }

    private async Task SaveAsync()
    {
        if (_busy)
        {
            return;
        }
        _busy = true;
        try
        {
            await AskAsync(await _value!.ReadAsync());
        }
        catch (ValueFieldException e)
        {
            _rejection = Rejection.Before(nameof(EditSecret.Value), e.Message);
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task AskAsync(byte[]? bytes)
    {
        using var value = bytes is null ? null : Plaintext.TryOwn(bytes);
        var outcome = await CurrentMember.AskAsync(
            new EditSecret(Secret, _base!.Revision, bytes is null ? null : new NewValue(value), _scopes, _description, _force)
        );
        _rejection = Rejection.Of(outcome);
        _conflict = null;
        _dependants = _rejection?.Problems.FirstOrDefault(p => p.Dependants is not null)?.Dependants;
        _force &= _dependants is not null;
        if (outcome is Done<EditedSecret> { Value: var edited })
        {
            await _value!.ClearAsync();
            await _unsaved!.SavedAsync();
            Toasts.Done(edited.Changed ? $"Secret {_base.Name} saved." : $"Nothing to save: {_base.Name} is already so.");
            Navigation.NavigateTo($"secrets/{Id}");
        }
        else if (_rejection!.Problems.Any(p => p.Code == "conflict"))
        {
            await ShowWhatChangedAsync(_base);
        }
    }

    /// <summary>Keeps the fields that the editor changed, and updates the others with the other member's edit. The next
    /// save is based on that edit.</summary>
    private async Task ShowWhatChangedAsync(SecretDetail mine)
    {
        if (await CurrentMember.AskAsync(new GetSecret(Secret)) is Done<SecretDetail> { Value: var theirs })
        {
            _conflict = EditConflict.Describe(mine, theirs);
            _description = SecretDescription.Read(f =>
                f.Of(f.Of(_description) == f.Of(mine.Description) ? theirs.Description : _description)
            );
            _scopes = _scopes == mine.Scopes ? theirs.Scopes : _scopes;
            _base = theirs;
        }
    }
}
