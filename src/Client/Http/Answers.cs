using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;

namespace SecretsDashboard.Client.Http;

/// <summary>Sends a request and converts the response, or the failure, into a result or a
/// <see cref="SecretsDashboardException"/>.</summary>
internal static class Answers
{
    /// <param name="what">The name of the requested data, for the message.</param>
    /// <param name="read">Reads a successful response (2xx or 304).</param>
    public static async Task<T> AskAsync<T>(
        HttpClient http,
        HttpRequestMessage request,
        string what,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancel
    )
    {
        try
        {
            using var response = await http.SendAsync(request, cancel).ConfigureAwait(false);
            await ThrowIfRefusedAsync(response, what, cancel).ConfigureAwait(false);
            return await read(response, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (IsTransient(e) && !cancel.IsCancellationRequested)
        {
            throw Unreachable(what, e);
        }
    }

    /// <summary>While the server is unreachable, a proxy often responds in its place with 404 or 403. Only a response with one of the
    /// server's own error codes is a decision of the server.</summary>
    /// <exception cref="SecretsDashboardException">The status is neither 2xx nor 304.</exception>
    public static async Task ThrowIfRefusedAsync(HttpResponseMessage response, string what, CancellationToken cancel)
    {
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
        {
            return;
        }
        var code = await RefusalCode.OfAsync(response, cancel).ConfigureAwait(false);
        var (failure, reason) = (response.StatusCode, code) switch
        {
            (HttpStatusCode.Unauthorized, RefusalCode.UnknownCaller) => (
                SecretsDashboardFailure.UnknownCaller,
                "the credential is not valid: it is unknown, expired, revoked or not allowed from this address"
            ),
            (HttpStatusCode.Forbidden, RefusalCode.Refused) => (
                SecretsDashboardFailure.Refused,
                "the server refused the request; the service's activity in the dashboard has the reason"
            ),
            (HttpStatusCode.NotFound, RefusalCode.BindingNotFound) => (
                SecretsDashboardFailure.NotFound,
                "the service has no binding with this name"
            ),
            (_, null) => (
                SecretsDashboardFailure.Unreachable,
                $"{(int)response.StatusCode} was returned, but not by the server itself: a proxy or another server responded instead"
            ),
            _ => (SecretsDashboardFailure.Unreachable, $"the server returned {(int)response.StatusCode}, {code}"),
        };
        throw new SecretsDashboardException(
            failure,
            $"Secrets Dashboard did not return {what}: {reason}.",
            retryAfter: response.Headers.RetryAfter?.Delta,
            errorCode: code
        );
    }

    /// <exception cref="JsonException">The response does not have this shape.</exception>
    public static async Task<T> JsonAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> shape, CancellationToken cancel)
    {
        var body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(body, shape, cancel).ConfigureAwait(false)
            ?? throw new JsonException("The response is empty.");
    }

    public static SecretsDashboardException Unreachable(string what, Exception e) =>
        new(
            SecretsDashboardFailure.Unreachable,
            $"Secrets Dashboard could not be reached for {what}: {e.Message}",
            e is JsonException ? null : e
        );

    /// <summary>Transient failures: no connection, a broken connection, a timeout,
    /// an invalid response. Programming errors are not transient.</summary>
    public static bool IsTransient(Exception e) =>
        e is HttpRequestException or IOException or OperationCanceledException or ExecutionRejectedException or JsonException;
}
