using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gate;

/// <summary>Wakes those who follow their bindings when there is news for their service, or when its right may have gone. It is the one place of the process that looks,
/// after each change and twice a second for what other processes do, so that many followers cost no more looks than one, and what is done elsewhere wakes none.</summary>
public sealed class ChangeWatch : IAsyncDisposable
{
    /// <summary>The most followers of one service, and of all together.</summary>
    public const int MostOfOne = 100, Most = 1_000;

    /// <summary>So many of the slots are for services that have none yet: ten that take all they may would leave nothing to anybody else.</summary>
    public const int ForNewcomers = 250;

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500), Apart = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly List<Follower> _followers = [];
    private readonly Pulse _hint = new();
    private readonly CancellationTokenSource _end = new();
    private readonly string _connectionString;
    private Task? _loop;

    internal ChangeWatch(string connectionString, Gate gate)
    {
        _connectionString = connectionString;
        gate.Changed += _hint.Say;
    }

    /// <summary>Null when there are too many followers already. Until it is disposed, the follower has a slot.</summary>
    public Follower? Follow(ServiceId service)
    {
        lock (_lock)
        {
            var (left, own) = (Most - _followers.Count, _followers.Count(f => f.Service == service));
            if (left == 0 || own >= MostOfOne || (own > 0 && left <= ForNewcomers))
            {
                return null;
            }
            var follower = new Follower(service, Leave);
            _followers.Add(follower);
            _loop ??= Task.Run(WatchAsync);
            _hint.Say();
            return follower;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync(); // Not disposed: it holds nothing, and a vault may be closed twice.
        await (_loop ?? Task.CompletedTask);
    }

    /// <summary>The position up to which nothing changed for the service since it heard; null when something did, or when nobody can tell any more.</summary>
    internal static long? NothingSince(Statements statements, ServiceId service, long heard)
    {
        using var row = statements.Read("""
            SELECT (SELECT "seq" FROM "sqlite_sequence" WHERE "name" = 'BindingChanges'), (SELECT MIN("Id") FROM "BindingChanges"),
                EXISTS (SELECT 1 FROM "BindingChanges" WHERE "ServiceId" = $service AND "Id" > $heard AND "Name" <> '')
            """, ("$service", service.Value), ("$heard", heard));
        row.Read();
        var position = row.IsDBNull(0) ? 0 : row.GetInt64(0);
        var oldest = row.IsDBNull(1) ? position + 1 : row.GetInt64(1);
        return heard >= oldest - 1 && heard <= position && row.GetInt64(2) == 0 ? position : null;
    }

    private void Leave(Follower follower)
    {
        lock (_lock)
        {
            _followers.Remove(follower);
        }
    }

    private async Task WatchAsync()
    {
        using var look = new WatchersLook(_connectionString);
        while (await ComesAsync())
        {
            if (Followed is { Count: > 0 } followed)
            {
                Wake(look.WhoMayHaveNews(followed));
            }
        }
    }

    private void Wake(IReadOnlySet<string>? services)
    {
        lock (_lock)
        {
            _followers.FindAll(f => services is null || services.Contains(f.Service.Value)).ForEach(f => f.Wake());
        }
    }

    /// <summary>Waits for the next moment to look: while nobody follows, until somebody does.</summary>
    /// <returns>False when the program ends.</returns>
    private async Task<bool> ComesAsync()
    {
        try
        {
            await Task.Delay(Apart, _end.Token);
            await _hint.WaitAsync(Followed.Count > 0 ? Often : Timeout.InfiniteTimeSpan, _end.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private HashSet<string> Followed
    {
        get
        {
            lock (_lock)
            {
                return [.. _followers.Select(f => f.Service.Value)];
            }
        }
    }
}

/// <summary>One who follows a service's bindings, and is woken to look.</summary>
public sealed class Follower : IDisposable
{
    private readonly Pulse _wake = new();
    private readonly Action<Follower> _leave;

    internal Follower(ServiceId service, Action<Follower> leave) => (Service, _leave) = (service, leave);

    /// <summary>Whose bindings.</summary>
    public ServiceId Service { get; }

    /// <summary>Returns when it is worth a look, and after this time in any case.</summary>
    /// <returns>Whether there may be news.</returns>
    public Task<bool> WokenAsync(TimeSpan most, CancellationToken cancel) => _wake.WaitAsync(most, cancel);

    public void Dispose() => _leave(this);

    internal void Wake() => _wake.Say();
}
