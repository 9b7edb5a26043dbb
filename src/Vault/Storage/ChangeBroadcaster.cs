using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Wakes the subscribers to changes of bindings if there are changes for their service, or if its right may have ended. It polls
/// once for the whole process, after each change and twice a second for changes of other processes, so that many subscriptions cost no more
/// polls than one. Changes of other services wake no subscriber.</summary>
public sealed class ChangeBroadcaster : IAsyncDisposable
{
    /// <summary>The maximum number of subscriptions of one service, and in total.</summary>
    public const int MaxOfOneService = 100,
        MaxSubscriptions = 1_000;

    /// <summary>The number of slots that are reserved for services without a
    /// subscription: otherwise ten services could use up all slots.</summary>
    public const int ReservedForNewServices = 250;

    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(500),
        MinimumInterval = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly List<Subscription> _subscriptions = [];
    private readonly AsyncSignal _hint = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Database _database;
    private Task? _loop;

    internal ChangeBroadcaster(Database database, Gate.Gate gate)
    {
        _database = database;
        gate.Changed += _hint.Set;
    }

    /// <summary>Null if there are too many subscriptions. The subscription uses a slot until it is disposed.</summary>
    public Subscription? Subscribe(ServiceId service)
    {
        lock (_lock)
        {
            var (left, own) = (MaxSubscriptions - _subscriptions.Count, _subscriptions.Count(f => f.Service == service));
            if (left == 0 || own >= MaxOfOneService || (own > 0 && left <= ReservedForNewServices))
            {
                return null;
            }
            var subscription = new Subscription(service, Unsubscribe);
            _subscriptions.Add(subscription);
            _loop ??= Task.Run(WatchAsync);
            _hint.Set();
            return subscription;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync(); // It is not disposed: it holds no resources, and a vault may be closed twice.
        await (_loop ?? Task.CompletedTask);
    }

    /// <summary>The position up to which nothing changed for the service; null if something changed, or if it is unknown.</summary>
    internal static long? FindUnchangedPosition(Statements statements, ServiceId service, long lastId)
    {
        using var row = statements.Read(
            """
            SELECT (SELECT "Position" FROM "Revisions" WHERE "Id" = 1), (SELECT MIN("Id") FROM "BindingChanges"),
                EXISTS (SELECT 1 FROM "BindingChanges" WHERE "ServiceId" = $service AND "Id" > $lastId AND "Name" <> '')
            """,
            ("$service", service.Value),
            ("$lastId", lastId)
        );
        row.Read();
        var position = row.IsDBNull(0) ? 0 : row.GetInt64(0);
        var oldest = row.IsDBNull(1) ? position + 1 : row.GetInt64(1);
        return lastId >= oldest - 1 && lastId <= position && row.GetInt64(2) == 0 ? position : null;
    }

    private void Unsubscribe(Subscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }
    }

    private async Task WatchAsync()
    {
        using var poller = new ChangePoller(_database);
        while (await WaitForPollAsync())
        {
            if (Followed is { Count: > 0 } followed)
            {
                Wake(poller.ServicesWithChanges(followed));
            }
        }
    }

    private void Wake(IReadOnlySet<string>? services)
    {
        lock (_lock)
        {
            _subscriptions.FindAll(f => services is null || services.Contains(f.Service.Value)).ForEach(f => f.Wake());
        }
    }

    /// <summary>Waits for the next poll; without subscribers, until there is one.</summary>
    /// <returns>False when the program ends.</returns>
    private async Task<bool> WaitForPollAsync()
    {
        try
        {
            await Task.Delay(MinimumInterval, _end.Token);
            await _hint.WaitAsync(Followed.Count > 0 ? PollingInterval : Timeout.InfiniteTimeSpan, _end.Token);
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
                return [.. _subscriptions.Select(f => f.Service.Value)];
            }
        }
    }
}

/// <summary>A subscription to the changes of a service's bindings, woken when there may be some.</summary>
public sealed class Subscription : IDisposable
{
    private readonly AsyncSignal _wake = new();
    private readonly Action<Subscription> _leave;

    internal Subscription(ServiceId service, Action<Subscription> leave) => (Service, _leave) = (service, leave);

    /// <summary>The service whose bindings are followed.</summary>
    public ServiceId Service { get; }

    /// <summary>Returns when there may be changes, and after this time in any case.</summary>
    /// <returns>Whether there may be changes.</returns>
    public Task<bool> WaitAsync(TimeSpan maxWait, CancellationToken cancel) => _wake.WaitAsync(maxWait, cancel);

    public void Dispose() => _leave(this);

    internal void Wake() => _wake.Set();
}
