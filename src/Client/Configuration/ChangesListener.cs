using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using SecretsDashboard.Client.Http;

namespace SecretsDashboard.Client.Configuration;

/// <summary>One connection to the stream of changes.</summary>
internal sealed class ChangesListener(HttpClient http)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    /// <summary>How long the server wants clients to wait before they reconnect.</summary>
    public TimeSpan Retry { get; private set; } = TimeSpan.FromSeconds(2);

    /// <summary>The server rejected the connection because the service already has the maximum number of streams. A client that is only
    /// rate limited must not poll all values instead, so this is false then.</summary>
    public bool HasTooManyStreams { get; private set; }

    /// <summary>How long the server wants the client to wait after it rejected the connection; null if the server did not say.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <param name="lastId">The id of the last handled event; null: only new events.</param>
    /// <exception cref="SecretsDashboardException">The server refuses, or can't be reached.</exception>
    public async IAsyncEnumerable<ServerEvent> ListenAsync(string? lastId, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var response = await OpenAsync(lastId, cancel).ConfigureAwait(false);
        var reader = new EventReader(await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false));
        await foreach (var serverEvent in reader.ReadAsync(cancel).ConfigureAwait(false))
        {
            Retry = reader.Retry;
            yield return serverEvent;
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(string? lastId, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "runtime/v1/changes");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(ConnectTimeout);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
        try
        {
            await Answers.ThrowIfRefusedAsync(response, "its changes", timeout.Token).ConfigureAwait(false);
            return response;
        }
        catch (Exception e)
        {
            response.Dispose();
            (HasTooManyStreams, RetryAfter) = e is SecretsDashboardException refusal
                ? (refusal.ErrorCode == RefusalCode.TooManyFollowers, refusal.RetryAfter)
                : default;
            throw;
        }
    }
}
