using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Client.Http;

namespace SecretsDashboard.Client.Configuration;

/// <summary>The service's bindings as configuration, kept up to date by one listener to the server's changes.</summary>
internal sealed class SecretsDashboardProvider : ConfigurationProvider, IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30),
        LongestAsked = TimeSpan.FromMinutes(5);

    private readonly SecretsDashboardOptions _options;
    private readonly ServiceProvider _services;
    private readonly BoundValues _values;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource<SecretsDashboardFailure?> _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _listening;
    private string? _lastId;
    private bool _heardSince;

    public SecretsDashboardProvider(SecretsDashboardOptions options)
    {
        var services = new ServiceCollection();
        services.AddHttp(options);
        (_options, _services) = (options, services.BuildServiceProvider());
        _values = new BoundValues(_services.GetRequiredService<SecretsDashboardClient>());
    }

    public ContactLog Contact { get; } = new(TimeProvider.System);

    public int Count => Data.Count;

    /// <summary>The type of the exception that a reload callback of the service threw at the last reload; null: none. Only the type,
    /// because the message may contain the secret value.</summary>
    public string? Stumbled { get; private set; }

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
        var failure = _tried.Task.Wait(_options.StartTimeout) ? _tried.Task.Result : SecretsDashboardFailure.Unreachable;
        if (failure is { } why && !_options.Optional)
        {
            Dispose();
            throw new SecretsDashboardException(
                why,
                $"The secrets could not be read from {Address}, and they are not optional. {Contact.Now.Why}"
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
                Lose(failure);
            }
            failures = _heardSince ? 0 : failures + 1;
            var pause = listener.IsTurnedAway ? LongestPause : Pause(listener.Retry, failures);
            await PauseAsync(pause, Longer(failure?.RetryAfter, listener.RetryAfter)).ConfigureAwait(false);
        }
        _tried.TrySetResult(SecretsDashboardFailure.Unreachable); // Load may still be waiting.
    }

    /// <returns>The failure that ended the stream; null if there was none. The server ends each stream from time to time; whether it is
    /// unreachable shows at the next connection.</returns>
    private async Task<SecretsDashboardException?> ListenOnceAsync(ChangesListener listener)
    {
        _heardSince = false;
        var failure = await TryAsync(() => FollowAsync(listener)).ConfigureAwait(false);
        // Other instances of this service use all of its streams: until one is free, this one polls all values.
        return listener.IsTurnedAway
            ? await TryAsync(() => HandleAsync(new ServerEvent("reset", "", Id: null))).ConfigureAwait(false)
            : failure
                ?? (
                    _heardSince
                        ? null
                        : new SecretsDashboardException(SecretsDashboardFailure.Unreachable, "The server has closed the stream of changes.")
                );
    }

    private async Task FollowAsync(ChangesListener listener)
    {
        await foreach (var said in listener.ListenAsync(_lastId, _end.Token).ConfigureAwait(false))
        {
            await HandleAsync(said).ConfigureAwait(false);
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
    private async Task HandleAsync(ServerEvent said)
    {
        switch (said.Kind)
        {
            case "ready" or "reset":
                await _values.ReadAllAsync(_end.Token).ConfigureAwait(false);
                break;
            case "changed":
                await _values
                    .ReadAsync(JsonSerializer.Deserialize(said.Data, Shapes.Default.ChangeShape)!.Name, _end.Token)
                    .ConfigureAwait(false);
                break;
        }
        Publish();
        _lastId = said.Id ?? _lastId;
        _heardSince = true;
        Contact.Heard();
        _tried.TrySetResult(null);
    }

    private void Lose(SecretsDashboardException e)
    {
        Contact.Lost(e);
        if (_options.Optional || e.Failure != SecretsDashboardFailure.Unreachable)
        {
            _tried.TrySetResult(e.Failure);
        }
        if (Contact.Now.State == ContactState.Refused && Contact.RefusedFor >= _options.KeepWhenRefused)
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
            Stumbled = null;
        }
        catch (Exception e)
        {
            // A callback of the service that fails on a new value must not end the listener; the value is in the configuration, and the
            // health check reports the failure.
            Stumbled = ((e as AggregateException)?.Flatten().InnerExceptions[0] ?? e).GetType().FullName;
        }
    }

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => other is null || one > other ? one : other;

    private static TimeSpan Pause(TimeSpan retry, int failures)
    {
        var pause = retry * Math.Pow(2, Math.Min(failures, 5));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>Adds jitter, so that the services do not all reconnect at the same time after the server comes back.</summary>
    /// <param name="asked">How long the server wants the client to wait, if it said so.</param>
    private async Task PauseAsync(TimeSpan most, TimeSpan? asked)
    {
        var uneven = most * (0.5 + Random.Shared.NextDouble() / 2);
        var pause =
            asked is not { } wanted || wanted < uneven ? uneven
            : wanted < LongestAsked ? wanted
            : LongestAsked;
        await Task.Delay(pause, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
