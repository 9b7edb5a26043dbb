using System.Data.Common;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Features;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Web.Runtime;
using Yarp.ReverseProxy.Forwarder;

namespace SecretsDashboard.Web.Gateway;

/// <summary>One request on its way: without what is the caller's own, with the key; and its
/// answer on the way back, without what could show the key.</summary>
internal sealed partial class ProviderTransform(Provider provider, Uri address, ProviderKey key, string requestId, Gate gate, ILogger log)
    : HttpTransformer
{
    // A header is text: this copy of the key can't be wiped, and lives as long as the request.
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
                .Headers.NonValidated.Where(h => ofConnection.Contains(h.Key) || RequestHeaderFilter.Stays(h.Key))
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
        // The forwarder has put the provider's there: free text, where a part of the key could stand.
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        await NoteAsync((int)response.StatusCode);
        if (InsteadOf((int)response.StatusCode) is { } word)
        {
            KeptBack(log, provider.Slug, requestId, (int)response.StatusCode);
            RuntimeAnswer.Fail(context.Response, StatusCodes.Status502BadGateway, word, requestId);
            return false;
        }
        ResponseHeaderFilter.TakeOff(response, _key);
        context.Response.Headers.CacheControl = "no-store";
        return await base.TransformResponseAsync(context, response, cancel);
    }

    /// <summary>What the caller is told in place of an answer that is not passed on; null when it is.</summary>
    private static string? InsteadOf(int status) =>
        status switch
        {
            // Nobody asked for another protocol, and what is said in one can't be looked through.
            < 200 => "provider_unreachable",
            // It would lead the caller past the gateway, or be an open door to wherever the provider likes.
            >= 300 and < 400 and not StatusCodes.Status304NotModified => "provider_redirected",
            // It is the key that was refused, and such answers like to repeat a part of it. To
            // the caller it would look like a refusal of their own credential.
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status407ProxyAuthenticationRequired =>
                "provider_refused",
            _ => null,
        };

    /// <summary>None of them: what comes after a body can't be looked through in time.</summary>
    public override ValueTask TransformResponseTrailersAsync(HttpContext context, HttpResponseMessage response, CancellationToken cancel) =>
        ValueTask.CompletedTask;

    // Of a fault of the provider's own, or a request too many, one learns nothing about the key. Nor of a 403: there
    // the key was known, and what was asked for with it is refused, which is the caller's choice.
    private async ValueTask NoteAsync(int status)
    {
        try
        {
            if (status is StatusCodes.Status401Unauthorized or (>= 200 and < 300))
            {
                await gate.NoteAsync(key, wasAccepted: status < 300);
            }
        }
        catch (Exception e) when (e is StorageException or DbException or ChannelClosedException)
        {
            NotNoted(log, requestId, e); // The use itself is audited already.
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
