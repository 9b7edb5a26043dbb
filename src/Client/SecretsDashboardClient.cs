using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SecretsDashboard.Client.Http;

namespace SecretsDashboard.Client;

/// <summary>Reads the service's own secrets from the server, one by one. Made by the container: see
/// <see cref="SecretsDashboardExtensions.AddSecretsDashboardClient"/>. It may be used by many threads at once.</summary>
/// <remarks>A request that fails for a reason that may pass (network, 408, 429, 5xx) is tried again up
/// to three times with growing, uneven pauses (0.3 seconds at first), or when the
/// server says so (<c>Retry-After</c>); one try takes at most 10 seconds and all together 30.
/// After five failures in a row the server is left alone for five seconds. A value
/// that has not changed is not sent again.</remarks>
public sealed class SecretsDashboardClient
{
    private const string Bindings = "runtime/v1/bindings";

    private readonly HttpClient _http;
    private readonly KnownValues _known;
    private readonly TimeProvider _time = TimeProvider.System;

    internal SecretsDashboardClient(HttpClient http, KnownValues known) => (_http, _known) = (http, known);

    /// <summary>The value under a name. While the server can't be reached, the one that it last
    /// gave (<see cref="SecretValue.IsCurrent"/> is then false).</summary>
    /// <param name="name">The name of the binding, as the dashboard shows it.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="SecretsDashboardException">The server refuses, or it can't be reached and
    /// never gave this value. What it refuses is forgotten here as well.</exception>
    public async Task<SecretValue> GetAsync(string name, CancellationToken cancel = default)
    {
        try
        {
            return await ReadAsync(name, cancel).ConfigureAwait(false);
        }
        catch (SecretsDashboardException e) when (e.Failure == SecretsDashboardFailure.Unreachable && _known.Find(name) is { } last)
        {
            return last.Kept();
        }
    }

    /// <summary>The names and versions of all that the service may read now, in the order of their names.</summary>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="SecretsDashboardException">The server refuses or can't be reached.</exception>
    public async Task<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Bindings);
        return await Answers
            .AskAsync(
                _http,
                request,
                "its list of bindings",
                async (answer, over) =>
                    (IReadOnlyList<SecretName>)
                        [
                            .. (await Answers.JsonAsync(answer, Shapes.Default.BindingShapeArray, over).ConfigureAwait(false)).Select(
                                b => new SecretName(b.Name, b.Version)
                            ),
                        ],
                cancel
            )
            .ConfigureAwait(false);
    }

    /// <summary>As <see cref="GetAsync"/>, but nothing stands in for a server that can't be reached.</summary>
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
                .AskAsync(_http, request, name, (answer, over) => ValueAsync(answer, name, known, over), cancel)
                .ConfigureAwait(false);
            return _known.Keep(value);
        }
        catch (SecretsDashboardException e) when (e.Failure != SecretsDashboardFailure.Unreachable)
        {
            _known.Forget(name);
            throw;
        }
    }

    internal void ForgetAll() => _known.ForgetAll();

    private async Task<SecretValue> ValueAsync(HttpResponseMessage answer, string name, SecretValue? known, CancellationToken cancel)
    {
        if (answer.StatusCode == HttpStatusCode.NotModified && known is not null)
        {
            return known.At(_time.GetUtcNow());
        }
        var read = await Answers.JsonAsync(answer, Shapes.Default.ValueShape, cancel).ConfigureAwait(false);
        // Something on the way that mixes answers up must not hand out another secret's value.
        return read.Name != name
            ? throw new JsonException("The response has a different name.")
            : new SecretValue(read.Name, read.Version, read.Value, answer.Headers.ETag?.ToString(), _time.GetUtcNow());
    }
}
