using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace SecretsDashboard.Web.Hosting;

/// <summary>The headers of every response. They are set when the response starts, because an error page clears earlier ones.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // 'self' in connect-src includes the circuit's WebSocket on the same host and port. MudBlazor sets style attributes.
    private const string Csp =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

    // base-uri is 'self' and not 'none': every page has its own <base href>, which follows the sub-path below which it is served.
    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(Apply, context.Response);
        return next(context);
    }

    private static Task Apply(object state)
    {
        var response = (HttpResponse)state;
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Csp;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY"; // Same as frame-ancestors 'none', for clients without support for it.
        // Not "no-referrer": that would also change the Origin of our own form posts to "null". A page with a secret in its
        // address sets its own policy.
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
        {
            headers.ContentSecurityPolicy = PolicyOf(response.HttpContext);
            headers[HeaderNames.CacheControl] = "no-store";
        }
        return Task.CompletedTask;
    }

    // The API reference has one inline script, with a new nonce in every response. No other page has an inline script.
    private static string PolicyOf(HttpContext context) =>
        context.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce
            ? Csp.Replace("script-src 'self'", $"script-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal)
            : Csp;
}
