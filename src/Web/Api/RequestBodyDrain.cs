using Microsoft.AspNetCore.Http.Features;

namespace SecretsDashboard.Web.Api;

/// <summary>Drains a body that was not read because the response did not depend on it.</summary>
internal static class RequestBodyDrain
{
    /// <summary>Lifts the size limit: Kestrel drains an unread body for five seconds after the response, but only up to the
    /// limit. Otherwise it closes the connection while the client still sends, and many clients then report a broken
    /// connection instead of the response.</summary>
    public static void Allow(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }
}
