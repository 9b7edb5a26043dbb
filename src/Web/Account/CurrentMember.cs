using Microsoft.AspNetCore.Components.Authorization;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Facts;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Web.Account;

/// <summary>The member at this page, for as long as the page is open. Every action calls the gate through
/// <see cref="AskAsync"/>, which decides on fresh facts; nothing stored here is a right.</summary>
public sealed partial class CurrentMember : IDisposable
{
    private readonly Gate _gate;
    private readonly AuthenticationStateProvider _authentication;
    private readonly ILogger<CurrentMember> _log;
    private Caller? _caller;

    public CurrentMember(Gate gate, AuthenticationStateProvider authentication, ILogger<CurrentMember> log)
    {
        (_gate, _authentication, _log) = (gate, authentication, log);
        _gate.AccessChanged += OnAccessChanged;
    }

    /// <summary>The signed-in member and their roles, as last read by <see cref="RefreshAsync"/>; for display only.</summary>
    public Identity Identity { get; private set; } = new(null, "");

    /// <summary>The sign-in page's note when this page itself ends the session; see <c>LoginPage</c>. Null: the note
    /// follows from the session's standing. Signing out is an HTTP form with its own note.</summary>
    public string? EndNote { get; set; }

    /// <summary>The roles or the session have changed: call <see cref="MayAsync"/> again and render. Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>Runs an operation through the gate. A rejection may mean that the roles or the session changed since the
    /// page was rendered: then <see cref="Changed"/> is raised too. A storage error is returned as a failure, so that the
    /// page stays open with its input.</summary>
    public async Task<Outcome<T>> AskAsync<T>(Operation<T> operation, CancellationToken cancel = default)
    {
        Outcome<T> outcome;
        try
        {
            outcome = await _gate.AskAsync(await CallerAsync(), operation, cancel);
        }
        catch (StorageException fault)
        {
            var id = Guid.NewGuid().ToString("n");
            NotWritten(_log, id, fault);
            return new Failed<T>([Problem.Unavailable("storage_unavailable", Unwritten)], id);
        }
        if (outcome is Refused<T>)
        {
            await RefreshRightsAsync();
        }
        return outcome;
    }

    /// <summary>The same decisions without execution and without an audit row, to find out which actions to disable, and why.</summary>
    public async Task<IReadOnlyList<Decision>> MayAsync(params IReadOnlyList<Demand> demands) =>
        await _gate.MayAsync(await CallerAsync(), demands);

    /// <summary>Reads the signed-in member.</summary>
    public async Task<Identity> RefreshAsync() => Identity = await _gate.IdentifyAsync(await CallerAsync());

    public void Dispose() => _gate.AccessChanged -= OnAccessChanged;

    private async Task<Caller> CallerAsync() =>
        _caller ??= SessionCookie.OpenPageOf((await _authentication.GetAuthenticationStateAsync()).User);

    private async Task RefreshRightsAsync()
    {
        var before = Identity;
        if (!SameRights(before, await RefreshAsync()))
        {
            Changed?.Invoke();
        }
    }

    private void OnAccessChanged(MemberId member)
    {
        if (Identity.Member?.Id == member)
        {
            _ = RefreshRightsAsync(); // A hint only: if it fails, the gate still rejects the next action.
        }
    }

    private static bool SameRights(Identity a, Identity b) =>
        a.Member?.Standing == b.Member?.Standing
        && a.Member?.AccountRoles == b.Member?.AccountRoles
        && (a.Member?.StoreRoles ?? None).OrderBy(g => g.Key.Value).SequenceEqual((b.Member?.StoreRoles ?? None).OrderBy(g => g.Key.Value));

    private const string Unwritten =
        "The server can't write to its storage now; its disk may be full. "
        + "Nothing was changed, and without its row in the audit log nothing is shown. "
        + "Try again in a while. Whoever runs the server finds the cause in its log, under the request id.";

    [LoggerMessage(LogLevel.Error, "The storage could not be written, request id {RequestId}.")]
    private static partial void NotWritten(ILogger log, string requestId, Exception fault);

    private static readonly IReadOnlyDictionary<StoreId, Roles> None = new Dictionary<StoreId, Roles>();
}
