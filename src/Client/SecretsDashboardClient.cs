using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SecretsDashboard.Client.Http;

namespace SecretsDashboard.Client;

/// <summary>Reads the service's own secrets from the server, one by one. Register it with
/// <see cref="SecretsDashboardExtensions.AddSecretsDashboardClient"/>. It is thread-safe.</summary>
/// <remarks>A request that fails with a transient error (network, 408, 429, 5xx) is retried up to three
/// times, with exponential delays and jitter (0.3 seconds at first), or at the time that the server asks for
/// (<c>Retry-After</c>). One try takes at most 10 seconds, all together at most 30. After five failures in a
/// row, no request is sent for five seconds. The server does not resend an unchanged value.</remarks>
public sealed class SecretsDashboardClient
{
    private const string Bindings = "runtime/v1/bindings";

    private readonly HttpClient _http;
    private readonly KnownValues _known;
    private readonly TimeProvider _time = TimeProvider.System;

    internal SecretsDashboardClient(HttpClient http, KnownValues known) => (_http, _known) = (http, known);

    /// <summary>Gets the value of a binding. While the server can't be reached, returns the last known value
    /// (<see cref="SecretValue.IsCurrent"/> is then false).</summary>
    /// <param name="name">The name of the binding, as the dashboard shows it.</param>
    /// <param name="cancel">Cancels the request.</param>
    /// <exception cref="SecretsDashboardException">The server refuses, or it can't be reached and the value is not known. A value that the
    /// server refuses is also removed from this client.</exception>
    public async Task<SecretValue> GetAsync(string name, CancellationToken cancel = default)
    {
        try
        {
            return await ReadAsync(name, cancel).ConfigureAwait(false);
        }
        catch (SecretsDashboardException e) when (e.Failure == SecretsDashboardFailure.Unreachable && _known.Find(name) is { } last)
        {
            return last.AsCached();
        }
    }

    /// <summary>Lists the names and versions of all values that the service may read now, ordered by name.</summary>
    /// <param name="cancel">Cancels the request.</param>
    /// <exception cref="SecretsDashboardException">The server refuses or can't be reached.</exception>
    public async Task<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Bindings);
        return await Answers
            .AskAsync(
                _http,
                request,
                "its list of bindings",
                async (response, over) =>
                    (IReadOnlyList<SecretName>)
                        [
                            .. (await Answers.JsonAsync(response, Shapes.Default.BindingShapeArray, over).ConfigureAwait(false)).Select(
                                b => new SecretName(b.Name, b.Version)
                            ),
                        ],
                cancel
            )
            .ConfigureAwait(false);
    }

    /// <summary>Like <see cref="GetAsync"/>, but fails if the server can't be reached.</summary>
    internal async Task<SecretValue> ReadAsync(string name, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var known = _known.Find(name);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Bindings}/{Uri.EscapeDataString(name)}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (known?.Tag is { } tag && EntityTagHeaderValue.TryParse(tag, out var parsed))
        {
            request.Headers.IfNoneMatch.Add(parsed);
        }
        try
        {
            var value = await Answers
                .AskAsync(_http, request, name, (response, over) => ValueAsync(response, name, known, over), cancel)
                .ConfigureAwait(false);
            return _known.Store(value);
        }
        catch (SecretsDashboardException e) when (e.Failure != SecretsDashboardFailure.Unreachable)
        {
            _known.Forget(name);
            throw;
        }
    }

    internal void ForgetAll() => _known.ForgetAll();

    private async Task<SecretValue> ValueAsync(HttpResponseMessage response, string name, SecretValue? known, CancellationToken cancel)
    {
        if (response.StatusCode == HttpStatusCode.NotModified && known is not null)
        {
            return known.At(_time.GetUtcNow());
        }
        var read = await Answers.JsonAsync(response, Shapes.Default.ValueShape, cancel).ConfigureAwait(false);
        // A proxy that mixes up responses must not deliver another secret's value.
        return read.Name != name
            ? throw new JsonException("The response has a different name.")
            : new SecretValue(read.Name, read.Version, read.Value, response.Headers.ETag?.ToString(), _time.GetUtcNow());
    }
}
