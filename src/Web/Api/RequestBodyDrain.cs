using Microsoft.AspNetCore.Http.Features;

namespace SecretsDashboard.Web.Api;

/// <summary>A body of which nothing was read, since the answer did not depend on it.</summary>
internal static class RequestBodyDrain
{
    /// <summary>Lets it come, to be thrown away: Kestrel does that for five seconds after the
    /// answer, but only for what may be as large as it is. Otherwise the connection is
    /// closed while the client still sends, and many clients then report a broken connection instead of the response.</summary>
    public static void Allow(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }
}
