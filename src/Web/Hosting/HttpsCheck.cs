using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Explains on the page that forms don't work over plain HTTP when cookies require HTTPS, and which setting or
/// header is missing.</summary>
internal sealed partial class HttpsCheck(RequestDelegate next, IConfiguration configuration, TimeProvider time, ILogger<HttpsCheck> log)
{
    private const string ByProxy =
        "A proxy is configured (Proxy:Trusted), so the dashboard is served over HTTPS only, "
        + "but this request did not say that it came by HTTPS. "
        + "Open the proxy's https:// address. If you did, the proxy does not send "
        + "the header X-Forwarded-Proto: https, or its address is not listed in Proxy:Trusted. "
        + "For nginx: proxy_set_header X-Forwarded-Proto $scheme;";

    private const string ByItself = "The dashboard is served over HTTPS only. Open its https:// address.";

    private readonly bool _isNeeded = VaultSetup.ServesHttps(configuration);
    private readonly string _text = TrustedProxies.Of(configuration).Count > 0 ? ByProxy : ByItself;
    private readonly MinuteCounter _refused = new(time);

    public Task InvokeAsync(HttpContext context)
    {
        if (!_isNeeded || context.Request.IsHttps || !HasForm(context))
        {
            return next(context);
        }
        if (_refused.CountEvent() is { } count)
        {
            Refused(log, count, _text);
        }
        return PlainNotice.WriteAsync(context, StatusCodes.Status400BadRequest, "This page needs HTTPS", _text);
    }

    // Files, redirects to sign-in and the error page work over HTTP and HTTPS.
    private static bool HasForm(HttpContext context) =>
        (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null || HttpMethods.IsPost(context.Request.Method))
        && context.Features.Get<IExceptionHandlerFeature>() is null;

    [LoggerMessage(LogLevel.Warning, "Refused {Count} request(s) for pages over plain HTTP. {Reason}")]
    private static partial void Refused(ILogger log, long count, string reason);
}
