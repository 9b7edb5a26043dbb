using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Client.Http;

namespace SecretsDashboard.Client.Configuration;

/// <summary>The service's bindings as configuration, kept up to date by one listener to the server's changes.</summary>
internal sealed class SecretsDashboardProvider : ConfigurationProvider, IDisposable
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30),
        MaxRequestedDelay = TimeSpan.FromMinutes(5);

    private readonly SecretsDashboardOptions _options;
    private readonly ServiceProvider _services;
    private readonly BoundValues _values;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource<SecretsDashboardFailure?> _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _listening;
    private string? _lastId;
    private bool _receivedMessage;

    public SecretsDashboardProvider(SecretsDashboardOptions options)
    {
        var services = new ServiceCollection();
        services.AddHttp(options);
        (_options, _services) = (options, services.BuildServiceProvider());
        _values = new BoundValues(_services.GetRequiredService<SecretsDashboardClient>());
    }

    public ConnectionTracker Connection { get; } = new(TimeProvider.System);

    public int Count => Data.Count;

    /// <summary>The type of the exception that a reload callback of the service threw at the last reload; null: none. Only the type,
    /// because the message may contain the secret value.</summary>
    public string? ReloadFailure { get; private set; }

    /// <summary>Bindings whose value is not in the configuration, because another binding maps to the same key: keys ignore case.</summary>
    public IReadOnlyList<string> Hidden { get; private set; } = [];

    public Uri Address => _options.Address!;

    /// <exception cref="SecretsDashboardException">The values can't be read and are not optional.</exception>
    public override void Load()
    {
        if (_listening is not null)
        {
            return; // An explicit reload adds nothing, because the listener already keeps the values current.
        }
        // Configuration is loaded synchronously; the listener runs on the thread pool, so that it does not depend on this thread.
        _listening = Task.Run(ListenAsync);
        var failure = _firstAttempt.Task.Wait(_options.StartTimeout) ? _firstAttempt.Task.Result : SecretsDashboardFailure.Unreachable;
        if (failure is { } why && !_options.Optional)
        {
            Dispose();
            throw new SecretsDashboardException(
                why,
                $"The secrets could not be read from {Address}, and they are not optional. {Connection.Now.Reason}"
            );
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _listening?.Wait(TimeSpan.FromSeconds(5));
        _services.Dispose();
    }

    private async Task ListenAsync()
    {
        var failures = 0;
        while (!_end.IsCancellationRequested)
        {
            var listener = new ChangesListener(_services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpSetup.Changes));
            var failure = await ListenOnceAsync(listener).ConfigureAwait(false);
            if (failure is not null && !_end.IsCancellationRequested)
            {
                HandleFailure(failure);
            }
            failures = _receivedMessage ? 0 : failures + 1;
            var pause = listener.HasTooManyStreams ? MaxDelay : Backoff(listener.Retry, failures);
            await DelayAsync(pause, Longer(failure?.RetryAfter, listener.RetryAfter)).ConfigureAwait(false);
        }
        _firstAttempt.TrySetResult(SecretsDashboardFailure.Unreachable); // Load may still be waiting.
    }

    /// <returns>The failure that ended the stream; null if there was none. The server ends each stream from time to time; whether it is
    /// unreachable shows at the next connection.</returns>
    private async Task<SecretsDashboardException?> ListenOnceAsync(ChangesListener listener)
    {
        _receivedMessage = false;
        var failure = await TryAsync(() => FollowAsync(listener)).ConfigureAwait(false);
        // Other instances of this service use all of its streams: until one is free, this one polls all values.
        return listener.HasTooManyStreams
            ? await TryAsync(() => HandleAsync(new ServerEvent("reset", "", Id: null))).ConfigureAwait(false)
            : failure
                ?? (
                    _receivedMessage
                        ? null
                        : new SecretsDashboardException(SecretsDashboardFailure.Unreachable, "The server has closed the stream of changes.")
                );
    }

    private async Task FollowAsync(ChangesListener listener)
    {
        await foreach (var serverEvent in listener.ListenAsync(_lastId, _end.Token).ConfigureAwait(false))
        {
            await HandleAsync(serverEvent).ConfigureAwait(false);
        }
    }

    private static async Task<SecretsDashboardException?> TryAsync(Func<Task> listening)
    {
        try
        {
            await listening().ConfigureAwait(false);
            return null;
        }
        catch (SecretsDashboardException e)
        {
            return e;
        }
        catch (Exception e)
        {
            // Any error in external input must not leave the service with stale values
            // permanently: the listener retries, and the health check reports the reason.
            return Answers.Unreachable("its changes", e);
        }
    }

    /// <summary>The id is stored only after the event was handled, so that the server sends a failed event again.</summary>
    private async Task HandleAsync(ServerEvent serverEvent)
    {
        switch (serverEvent.Type)
        {
            case "ready" or "reset":
                await _values.ReadAllAsync(_end.Token).ConfigureAwait(false);
                break;
            case "changed":
                await _values
                    .ReadAsync(JsonSerializer.Deserialize(serverEvent.Data, Shapes.Default.ChangeShape)!.Name, _end.Token)
                    .ConfigureAwait(false);
                break;
        }
        Publish();
        _lastId = serverEvent.Id ?? _lastId;
        _receivedMessage = true;
        Connection.RecordMessage();
        _firstAttempt.TrySetResult(null);
    }

    private void HandleFailure(SecretsDashboardException e)
    {
        Connection.RecordFailure(e);
        if (_options.Optional || e.Failure != SecretsDashboardFailure.Unreachable)
        {
            _firstAttempt.TrySetResult(e.Failure);
        }
        if (Connection.Now.State == ConnectionState.Refused && Connection.RefusedFor >= _options.KeepWhenRefused)
        {
            _values.Clear();
            _lastId = null; // If the credential becomes valid again, all values are read again.
            Publish();
        }
    }

    private void Publish()
    {
        var keys = _values.Keys(out var hidden);
        Hidden = hidden;
        if (keys.Count != Data.Count || keys.Any(k => !Data.TryGetValue(k.Key, out var value) || value != k.Value))
        {
            Data = keys;
            NotifyService();
        }
    }

    private void NotifyService()
    {
        try
        {
            OnReload();
            ReloadFailure = null;
        }
        catch (Exception e)
        {
            // A callback of the service that fails on a new value must not end the listener; the value is in the configuration, and the
            // health check reports the failure.
            ReloadFailure = ((e as AggregateException)?.Flatten().InnerExceptions[0] ?? e).GetType().FullName;
        }
    }

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => other is null || one > other ? one : other;

    private static TimeSpan Backoff(TimeSpan retry, int failures)
    {
        var pause = retry * Math.Pow(2, Math.Min(failures, 5));
        return pause < MaxDelay ? pause : MaxDelay;
    }

    /// <summary>Adds jitter, so that the services do not all reconnect at the same time after the server comes back.</summary>
    /// <param name="requested">How long the server wants the client to wait, if it said so.</param>
    private async Task DelayAsync(TimeSpan max, TimeSpan? requested)
    {
        var jittered = max * (0.5 + Random.Shared.NextDouble() / 2);
        var pause =
            requested is not { } requestedDelay || requestedDelay < jittered ? jittered
            : requestedDelay < MaxRequestedDelay ? requestedDelay
            : MaxRequestedDelay;
        await Task.Delay(pause, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
