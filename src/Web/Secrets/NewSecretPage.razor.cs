using Microsoft.AspNetCore.Components;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Secrets;

public sealed partial class NewSecretPage
{
    private static readonly string[] FieldNames =
    [
        nameof(NewSecret.Name),
        nameof(NewSecret.Value),
        nameof(NewSecret.Scopes),
        .. SecretField.Names,
    ];

    private readonly List<SecretDraft> _drafts = [new()];
    private IReadOnlyList<StoreRow> _stores = [];
    private IReadOnlyDictionary<Scopes, int>? _services;
    private bool _isOpen,
        _busy,
        _sharesScopes = true;
    private string _store = "";
    private Scopes _scopes;
    private Rejection? _rejection;
    private UnsavedChanges? _unsaved;

    [SupplyParameterFromQuery(Name = "store")]
    public string? WantedStore { get; set; }

    private bool IsSeveral => _drafts.Count > 1;

    // With shared scopes, the first secret's problem is shown beside the boxes; the others would repeat it.
    private string[] Fields => [nameof(CreateSecrets.Store), .. _drafts.SelectMany((_, i) => FieldNames.Select(f => Prefix(i) + f))];

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        var mayCreate = (await CurrentMember.MayAsync(new Demand(Act.CreateSecret, TargetReference.Anywhere)))[0];
        // An open form keeps its input, even if the right to send it was revoked: the server then rejects it.
        _rejection = mayCreate.Allowed ? null : new Rejection(mayCreate, [], null);
        if (_isOpen || !mayCreate.Allowed)
        {
            return;
        }
        var outcome = await CurrentMember.AskAsync(new ListStores(), cancellation);
        _rejection = Rejection.Of(outcome);
        if (outcome is Done<IReadOnlyList<StoreRow>> { Value: var stores })
        {
            var may = await CurrentMember.MayAsync([.. stores.Select(s => new Demand(Act.CreateSecret, TargetReference.To(s.Id)))]);
            _stores = [.. stores.Where((_, i) => may[i].Allowed)];
            _isOpen = _stores.Count > 0;
            _store = _stores.FirstOrDefault(s => s.Id.Value == WantedStore)?.Id.Value ?? (_stores.Count == 1 ? _stores[0].Id.Value : "");
            await CountServicesAsync();
        }
    }

    private async Task ChooseStoreAsync(ChangeEventArgs change)
    {
        _store = change.Value as string ?? "";
        await CountServicesAsync();
    }

    private async Task CountServicesAsync() =>
        _services =
            _store.Length > 0
            && await CurrentMember.AskAsync(new CountConsumers(new StoreId(_store)), Leaving)
                is Done<IReadOnlyDictionary<Scopes, int>> counted
                ? counted.Value
                : null;

    private void Add()
    {
        _drafts.Add(new SecretDraft { Scopes = _scopes });
        _rejection = null; // Its problems refer to fields by their old index.
    }

    private void Remove(SecretDraft draft)
    {
        _drafts.Remove(draft);
        (_rejection, _sharesScopes) = (null, _sharesScopes || !IsSeveral);
    }

    private void ShareScopes(ChangeEventArgs change)
    {
        _sharesScopes = change.Value is true;
        if (!_sharesScopes)
        {
            _drafts.ForEach(d => d.Scopes = d.Scopes == Scopes.None ? _scopes : d.Scopes);
        }
    }

    private async Task CreateAsync()
    {
        if (_busy)
        {
            return;
        }
        _busy = true;
        var secrets = new List<NewSecret>();
        try
        {
            if (await ReadAsync(secrets))
            {
                await AskAsync(secrets);
            }
        }
        finally
        {
            secrets.ForEach(s => s.Value?.Dispose());
            _busy = false;
        }
    }

    /// <summary>Reads the values from the browser. False when one of them can't be stored.</summary>
    private async Task<bool> ReadAsync(List<NewSecret> secrets)
    {
        if (_store.Length == 0)
        {
            _rejection = Rejection.Before(nameof(CreateSecrets.Store), "Choose the store in which the secret lives.");
            return false;
        }
        for (var i = 0; i < _drafts.Count; i++)
        {
            var draft = _drafts[i];
            try
            {
                var value = Plaintext.TryOwn(await draft.Value!.ReadAsync() ?? []);
                secrets.Add(new NewSecret(draft.Name.Trim(), value, _sharesScopes ? _scopes : draft.Scopes, draft.Description));
            }
            catch (ValueFieldException e)
            {
                _rejection = Rejection.Before(Prefix(i) + nameof(NewSecret.Value), e.Message);
                return false;
            }
        }
        return true;
    }

    private async Task AskAsync(List<NewSecret> secrets)
    {
        var outcome = await CurrentMember.AskAsync(new CreateSecrets(new StoreId(_store), secrets));
        _rejection = Rejection.Of(outcome);
        if (outcome is not Done<IReadOnlyList<SecretId>> { Value: var ids })
        {
            return;
        }
        foreach (var draft in _drafts)
        {
            await draft.Value!.ClearAsync();
        }
        await _unsaved!.SavedAsync();
        Toasts.Done(ids.Count == 1 ? $"Secret {secrets[0].Name} created." : $"{ids.Count} secrets created.");
        Navigation.NavigateTo("secrets?sort=-modified");
    }

    private string Prefix(int index) => IsSeveral ? $"Secrets[{index}]." : "";
}
