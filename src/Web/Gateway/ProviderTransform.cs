using System.Data.Common;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Features;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Web.Runtime;
using Yarp.ReverseProxy.Forwarder;

namespace SecretsDashboard.Web.Gateway;

/// <summary>Transforms one request to a provider: removes the caller's own headers and adds the key. Removes from the
/// response everything that could reveal the key.</summary>
internal sealed partial class ProviderTransform(
    Provider provider,
    Uri address,
    ProviderKey key,
    string requestId,
    KeyStatuses statuses,
    ILogger log
) : HttpTransformer
{
    // A header value is a string: this copy of the key can't be wiped, and lives as long as the request.
    private readonly string _key = Encoding.ASCII.GetString(key.Ascii);

    public override async ValueTask TransformRequestAsync(
        HttpContext context,
        HttpRequestMessage request,
        string prefix,
        CancellationToken cancel
    )
    {
        await base.TransformRequestAsync(context, request, prefix, cancel);
        var ofConnection = ConnectionHeaders.In(context.Request.Headers.Connection);
        foreach (
            var (name, _) in request
                .Headers.NonValidated.Where(h => ofConnection.Contains(h.Key) || RequestHeaderFilter.IsWithheld(h.Key))
                .ToList()
        )
        {
            request.Headers.Remove(name);
        }
        request.RequestUri = address;
        request.Headers.Host = null;
        request.Headers.Remove(provider.Header);
        request.Headers.TryAddWithoutValidation(provider.Header, provider.Present(_key));
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext context,
        HttpResponseMessage? response,
        CancellationToken cancel
    )
    {
        if (response is null)
        {
            return await base.TransformResponseAsync(context, response, cancel);
        }
        // The forwarder has copied the provider's reason phrase: free text, which could contain a part of the key.
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        await RecordKeyStatusAsync((int)response.StatusCode);
        if (CodeOf((int)response.StatusCode) is { } code)
        {
            KeptBack(log, provider.Slug, requestId, (int)response.StatusCode);
            RuntimeAnswer.Fail(context.Response, StatusCodes.Status502BadGateway, code, requestId);
            return false;
        }
        ResponseHeaderFilter.RemoveHeaders(response, _key);
        context.Response.Headers.CacheControl = "no-store";
        return await base.TransformResponseAsync(context, response, cancel);
    }

    /// <summary>The error code that the caller receives instead of a response that isn't passed on; null when it is passed on.</summary>
    private static string? CodeOf(int status) =>
        status switch
        {
            // No other protocol was requested, and data in another protocol can't be inspected.
            < 200 => "provider_unreachable",
            // A redirect would lead the caller past the gateway, or to any address that the provider chooses.
            >= 300 and < 400 and not StatusCodes.Status304NotModified => "provider_redirected",
            // The provider rejected the key, and such responses often repeat a part of it. The caller would take it for a
            // rejection of their own credential.
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status407ProxyAuthenticationRequired =>
                "provider_refused",
            _ => null,
        };

    /// <summary>Drops all trailers: they arrive after the body, too late to be inspected.</summary>
    public override ValueTask TransformResponseTrailersAsync(HttpContext context, HttpResponseMessage response, CancellationToken cancel) =>
        ValueTask.CompletedTask;

    // Server errors and rate limits say nothing about the key. Neither does a 403: the key was known, but not allowed to do
    // what the caller requested.
    private async ValueTask RecordKeyStatusAsync(int status)
    {
        try
        {
            if (status is StatusCodes.Status401Unauthorized or (>= 200 and < 300))
            {
                await statuses.RecordAsync(key, wasAccepted: status < 300);
            }
        }
        catch (Exception e) when (e is StorageException or DbException or ChannelClosedException)
        {
            NotNoted(log, requestId, e); // The use itself has already been audited.
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Provider {Provider} answered request {RequestId} with the status {Status}. The caller received an error instead of that response."
    )]
    private static partial void KeptBack(ILogger log, string provider, string requestId, int status);

    [LoggerMessage(LogLevel.Warning, "The status of a provider's key was not recorded (request {RequestId}).")]
    private static partial void NotNoted(ILogger log, string requestId, Exception fault);
}
