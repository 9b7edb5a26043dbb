using Microsoft.AspNetCore.Components.Authorization;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Account;

/// <summary>The member at this page, for as long as the page is open. Every click goes
/// through <see cref="AskAsync"/> to the gate, which decides on fresh facts;
/// nothing that is kept here is a right.</summary>
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

    /// <summary>Who is signed in and with which roles, as last seen; for words on the page. Read by <see cref="LookAsync"/>.</summary>
    public Identity Identity { get; private set; } = new(null, "");

    /// <summary>The note of the sign-in page for an end of this session that the page itself brings
    /// about; see <c>LoginPage</c>. Null: its standing says which. Signing out is the
    /// browser's own form, and known there.</summary>
    public string? Farewell { get; set; }

    /// <summary>Roles or session are not what they were: ask <see cref="MayAsync"/> again and render. Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>Asks the gate. A refusal may mean that the roles or the session changed
    /// since the page was drawn: then <see cref="Changed"/> is raised too.
    /// A storage that can't be written is no end of the page: it says so, and keeps what was typed.</summary>
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
            return new Failed<T>([new Problem("storage_unavailable", Unwritten)], id);
        }
        if (outcome is Refused<T>)
        {
            await LookAgainAsync();
        }
        return outcome;
    }

    /// <summary>The same decisions without doing and without an audit row: what to disable, and why.</summary>
    public async Task<IReadOnlyList<Decision>> MayAsync(params IReadOnlyList<Demand> demands) =>
        await _gate.MayAsync(await CallerAsync(), demands);

    /// <summary>Reads who is signed in.</summary>
    public async Task<Identity> LookAsync() => Identity = await _gate.WhoAsync(await CallerAsync());

    public void Dispose() => _gate.AccessChanged -= OnAccessChanged;

    private async Task<Caller> CallerAsync() =>
        _caller ??= SessionCookie.OpenPageOf((await _authentication.GetAuthenticationStateAsync()).User);

    private async Task LookAgainAsync()
    {
        var before = Identity;
        if (!SameRights(before, await LookAsync()))
        {
            Changed?.Invoke();
        }
    }

    private void OnAccessChanged(MemberId member)
    {
        if (Identity.Member?.Id == member)
        {
            _ = LookAgainAsync(); // A hint only: should it fail, the next click is refused all the same.
        }
    }

    private static bool SameRights(Identity a, Identity b) =>
        a.Member?.Standing == b.Member?.Standing
        && a.Member?.AccountRoles == b.Member?.AccountRoles
        && (a.Member?.StoreRoles ?? None).OrderBy(g => g.Key.Value).SequenceEqual((b.Member?.StoreRoles ?? None).OrderBy(g => g.Key.Value));

    private const string Unwritten =
        "The server can't write to its storage now; its disk may be full. Nothing was changed, and without its row in the audit log nothing is shown. "
        + "Try again in a while. Whoever runs the server finds the cause in its log, under the request id.";

    [LoggerMessage(LogLevel.Error, "The storage could not be written, request id {RequestId}.")]
    private static partial void NotWritten(ILogger log, string requestId, Exception fault);

    private static readonly IReadOnlyDictionary<StoreId, Roles> None = new Dictionary<StoreId, Roles>();
}
