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

    /// <summary>What a reload callback of the service threw at the last reload; null: nothing. Its
    /// type alone: a message may hold the value over which it stumbled.</summary>
    public string? Stumbled { get; private set; }

    /// <summary>Bindings whose value is not in the configuration, since another one becomes
    /// the same key: keys don't tell upper from lower case.</summary>
    public IReadOnlyList<string> Hidden { get; private set; } = [];

    public Uri Address => _options.Address!;

    /// <exception cref="SecretsDashboardException">The values are not there and are not optional.</exception>
    public override void Load()
    {
        if (_listening is not null)
        {
            return; // A reload by hand brings nothing that the listener does not.
        }
        // Configuration is loaded without async; the listener runs on threads of its own, so that nothing waits for this one.
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
        _tried.TrySetResult(SecretsDashboardFailure.Unreachable); // Somebody may still be waiting in Load.
    }

    /// <returns>Why it ended. Null: there is nothing wrong. Each stream is ended by the server now and
    /// then, and whether it has gone away shows when it is opened again.</returns>
    private async Task<SecretsDashboardException?> ListenOnceAsync(ChangesListener listener)
    {
        _heardSince = false;
        var failure = await TryAsync(() => FollowAsync(listener)).ConfigureAwait(false);
        // Others of this service hold all the streams that it may have: until one is free, everything is read anew from time to time.
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
            // Whatever it is that came from outside, the service must not silently stay with its
            // values for ever: it is tried again, and the health check says why.
            return Answers.Unreachable("its changes", e);
        }
    }

    /// <summary>An id is given back only once what it stands for was dealt with: whatever fails here is told again.</summary>
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
            _lastId = null; // Should the credential count again, all is read.
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
            // Somebody in the service who stumbles over a new value must not end the listening for
            // everybody; the value is in the configuration, and the health check says it.
            Stumbled = ((e as AggregateException)?.Flatten().InnerExceptions[0] ?? e).GetType().FullName;
        }
    }

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => other is null || one > other ? one : other;

    private static TimeSpan Pause(TimeSpan retry, int failures)
    {
        var pause = retry * Math.Pow(2, Math.Min(failures, 5));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>Uneven, so that a server that comes back is not met by all of its services at once.</summary>
    /// <param name="asked">How long the server wants to be left alone, if it said so.</param>
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
