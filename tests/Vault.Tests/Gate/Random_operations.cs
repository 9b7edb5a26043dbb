using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Gate;

/// <summary>Random operations of two processes on one database, each compared with a model that knows every acknowledged change. A cached
/// answer that is older than the newest change of either process shows as a difference.</summary>
public sealed class Random_operations : VaultTest
{
    private const int Operations = 100_000,
        Services = 3,
        Names = 4;

    private static readonly string[] Variables = ["A", "B"];

    private readonly Random _random = new(20261201);
    private readonly Dictionary<string, Known> _secrets = [];
    private readonly Dictionary<(ServiceId, string), string> _bindings = [];
    private readonly Dictionary<ServiceId, (Caller Caller, CredentialId Id)> _credentials = [];
    private readonly List<ServiceId> _services = [];
    private readonly Dictionary<string, int> _outcomes = [];
    private OpenVault _other = null!;
    private StoreId _store;
    private NewToken _token = null!,
        _equal = null!; // The same rights, and never disabled.
    private bool _isTokenDisabled;
    private int _values;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _other = OpenVault.Open(Host.Options, Host.Time, NullLogger.Instance);
        _store = await Host.StoreAsync();
        _token = await Host.AccountTokenAsync(TokenLevel.Read, _store);
        _equal = await Host.AccountTokenAsync(TokenLevel.Read, _store);
        for (var i = 0; i < Services; i++)
        {
            var service = await Host.ServiceAsync(Scopes.Workers, name: $"service-{i}");
            _services.Add(service);
            await IssueAsync(service);
        }
        for (var i = 0; i < Names; i++)
        {
            await CreateAsync($"SECRET_{i}");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_hundred_thousand_random_operations_of_two_processes_answer_as_a_model_does()
    {
        for (var i = 0; i < Operations; i++)
        {
            Assert.Null(await StepAsync() is { } difference ? $"Operation {i}: {difference}" : null);
        }

        // The run must have seen all outcomes often, or it shows nothing.
        Assert.All(
            ["value", "no binding", "scope", "deleted", "credential", "metadata", "no metadata", "token disabled", "list"],
            outcome => Assert.True(_outcomes.GetValueOrDefault(outcome) > 50, $"{outcome}: {_outcomes.GetValueOrDefault(outcome)}")
        );
    }

    [Fact]
    public async Task A_planted_stale_answer_is_found()
    {
        var (service, caller) = (_services[0], _credentials[_services[0]].Caller);
        await BindAsync(Host.Vault, service, "A", "SECRET_0");
        var resolve = new ResolveBinding("A");
        Assert.Null(await ResolveAsync(Host.Vault, service, "A"));
        Assert.Null(await ResolveAsync(Host.Vault, service, "A"));
        var (cache, actor) = (Host.Vault.ReadCache, new ServiceActor(service, Standing.Good));
        var stale = cache.Find(actor, caller.Claim!.Key, resolve)!;

        await EditValueAsync(Host.Vault, "SECRET_0");
        Assert.Null(cache.Find(actor, caller.Claim.Key, resolve));
        cache.Add(caller.Claim.Key, resolve, stale, cache.GenerationOf(resolve));

        Assert.NotNull(await ResolveAsync(Host.Vault, service, "A"));
    }

    /// <returns>Null if the answer was right; otherwise the difference.</returns>
    private async Task<string?> StepAsync()
    {
        var vault = _random.Next(2) == 0 ? Host.Vault : _other;
        var (service, variable, name) = (_services[_random.Next(Services)], Variables[_random.Next(2)], $"SECRET_{_random.Next(Names)}");
        switch (_random.Next(1_000))
        {
            case < 860:
                return await ResolveAsync(vault, service, variable);
            case < 920:
                return await FindAsync(vault, name);
            case < 960:
                return await ListAsync(vault);
            case < 975:
                await EditValueAsync(vault, name);
                return null;
            case < 980:
                await EditScopesAsync(vault, name);
                return null;
            case < 986:
                await BindAsync(vault, service, variable, name);
                return null;
            case < 989:
                await UnbindAsync(vault, service, variable);
                return null;
            case < 993:
                await DeleteOrCreateAsync(vault, name);
                return null;
            case < 997:
                await RevokeOrIssueAsync(vault, service);
                return null;
            default:
                await DisableOrEnableTokenAsync(vault);
                return null;
        }
    }

    private async Task<string?> ResolveAsync(OpenVault vault, ServiceId service, string variable)
    {
        var outcome = await vault.Gate.AskAsync(_credentials[service].Caller, new ResolveBinding(variable));
        using var value = (outcome as Done<ResolvedBinding>)?.Value;
        var bound = _bindings.TryGetValue((service, variable), out var name) ? _secrets[name] : null;
        var (expected, why) =
            _credentials[service].Id.Value is null ? (null, "credential")
            : bound is null || bound.Id != bound.BoundId(service, variable) ? (null, bound is null ? "no binding" : "deleted")
            : !bound.IsLive ? (null, "deleted")
            : !bound.Scopes.HasFlag(Scopes.Workers) ? (null, "scope")
            : (bound.Value, "value");
        return Compare(why, expected, value is null ? null : ReaderSteps.Text(value));
    }

    private async Task<string?> FindAsync(OpenVault vault, string name)
    {
        var known = _secrets[name];
        var outcome = await vault.Gate.AskAsync(_token.AsCaller(), new FindSecret(_store, known.Id));
        var (expected, why) =
            _isTokenDisabled ? (null, "token disabled")
            : known.IsLive ? ($"{known.Revision} {known.Scopes}", "metadata")
            : (null, "no metadata");
        return Compare(why, expected, outcome is Done<SecretMetadata> { Value: var found } ? $"{found.Revision} {found.Scopes}" : null);
    }

    private async Task<string?> ListAsync(OpenVault vault)
    {
        var isEqual = _random.Next(2) == 0;
        var outcome = await vault.Gate.AskAsync(
            (isEqual ? _equal : _token).AsCaller(),
            new ListSecrets(new SecretFilter(Store: _store), new PageRequest(1, 20))
        );
        var live = _secrets.Where(s => s.Value.IsLive).OrderBy(s => s.Key, StringComparer.Ordinal);
        return Compare(
            "list",
            _isTokenDisabled && !isEqual ? null : string.Join(", ", live.Select(s => $"{s.Value.Id} {s.Key} {s.Value.Scopes}")),
            outcome is Done<Page<SecretRow>> { Value.Items: { } rows }
                ? string.Join(", ", rows.Select(r => $"{r.Id} {r.Name} {r.Scopes}"))
                : null
        );
    }

    private string? Compare(string outcome, string? expected, string? actual)
    {
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        return expected == actual ? null : $"{outcome}: expected {expected ?? "a refusal"}, got {actual ?? "a refusal"}";
    }

    private async Task EditValueAsync(OpenVault vault, string name)
    {
        if (_secrets[name] is { IsLive: true } known)
        {
            known.Value = $"value {_values++}";
            known.Revision++;
            await DoAsync(vault, new EditSecret(known.Id, Revision: null, new NewValue(Plaintext.TryFrom(known.Value))));
        }
    }

    private async Task EditScopesAsync(OpenVault vault, string name)
    {
        if (_secrets[name] is { IsLive: true } known)
        {
            known.Revision++;
            known.Scopes = known.Scopes == Scopes.Dex ? Scopes.Workers | Scopes.Dex : Scopes.Dex;
            await DoAsync(vault, new EditSecret(known.Id, Revision: null, Scopes: known.Scopes, Force: true));
        }
    }

    private async Task BindAsync(OpenVault vault, ServiceId service, string variable, string name)
    {
        await UnbindAsync(vault, service, variable);
        if (_secrets[name] is { IsLive: true } known && known.Scopes.HasFlag(Scopes.Workers))
        {
            await DoAsync(vault, new BindSecret(service, known.Id, variable));
            _bindings[(service, variable)] = name;
            known.Bound[(service, variable)] = known.Id;
        }
    }

    private async Task UnbindAsync(OpenVault vault, ServiceId service, string variable)
    {
        if (_bindings.Remove((service, variable)))
        {
            await DoAsync(vault, new UnbindSecret(service, variable));
        }
    }

    private async Task DeleteOrCreateAsync(OpenVault vault, string name)
    {
        if (_secrets[name] is { IsLive: true } known)
        {
            await DoAsync(vault, new DeleteSecret(known.Id, Force: true));
            known.IsLive = false;
        }
        else
        {
            await CreateAsync(name); // Its bindings stay broken: they name the deleted secret.
        }
    }

    private async Task CreateAsync(string name)
    {
        var value = $"value {_values++}";
        var id = await Host.SecretAsync(_store, name, Scopes.Workers | Scopes.Dex, value);
        _secrets[name] = new Known(id, value, _secrets.GetValueOrDefault(name)?.Bound ?? []);
    }

    private async Task RevokeOrIssueAsync(OpenVault vault, ServiceId service)
    {
        if (_credentials[service] is { Id.Value: not null } issued)
        {
            await DoAsync(vault, new RevokeCredential(service, issued.Id));
            _credentials[service] = (issued.Caller, default);
        }
        else
        {
            await IssueAsync(service);
        }
    }

    private async Task IssueAsync(ServiceId service)
    {
        var credential = await Host.CredentialAsync(service);
        _credentials[service] = (credential.AsCaller(), credential.Credential.Id);
    }

    private async Task DisableOrEnableTokenAsync(OpenVault vault)
    {
        _isTokenDisabled = !_isTokenDisabled;
        Change<TokenDetail> change = _isTokenDisabled
            ? new DisableToken(TokenSide.Account, _token.Token.Id)
            : new EnableToken(TokenSide.Account, _token.Token.Id);
        await DoAsync(vault, change);
    }

    private async Task DoAsync<T>(OpenVault vault, Operation<T> operation) =>
        Expect.Done(await vault.Gate.AskAsync(Host.Owner.Caller, operation));

    private sealed class Known(SecretId id, string value, Dictionary<(ServiceId, string), SecretId> bound)
    {
        public SecretId Id => id;
        public string Value { get; set; } = value;
        public int Revision { get; set; } = 1;
        public Scopes Scopes { get; set; } = Scopes.Workers | Scopes.Dex;
        public bool IsLive { get; set; } = true;

        /// <summary>The secret of this name that each binding was made with.</summary>
        public Dictionary<(ServiceId, string), SecretId> Bound => bound;

        public SecretId BoundId(ServiceId service, string variable) => bound[(service, variable)];
    }
}
