using Microsoft.AspNetCore.Http.Features;

namespace SecretsDashboard.Web.Api;

/// <summary>The address of a request as it was sent. The server resolves dot segments before the path is visible here:
/// below <c>/client/v4</c> they could lead to a page, or from a binding named <c>..</c> to its service.</summary>
internal static class ApiAddress
{
    /// <summary>Whether it was sent to an address below a path, even if dot segments lead out of it again.</summary>
    public static bool IsBelow(HttpContext context, string path) =>
        context.Request.Path.StartsWithSegments(path) || SentBelow(Sent(context), context.Request.PathBase.Value, path);

    // A proxy passes the sub-path on or removes it: the address may have been sent with or without it.
    private static bool SentBelow(ReadOnlySpan<char> sent, string? pathBase, string path) =>
        Begins(sent, path)
        || pathBase is { Length: > 0 }
            && sent.StartsWith(pathBase, StringComparison.OrdinalIgnoreCase)
            && Begins(sent[pathBase.Length..], path);

    // In the path, double slashes before the base are already folded; here they are as they were sent.
    private static bool Begins(ReadOnlySpan<char> sent, ReadOnlySpan<char> path) =>
        sent.StartsWith('/')
        && sent.TrimStart('/') is var below
        && below.StartsWith(path[1..], StringComparison.OrdinalIgnoreCase)
        && below.Length >= path.Length
        && below[path.Length - 1] == '/';

    /// <summary>Whether a segment is <c>.</c> or <c>..</c>, plain or percent-encoded. No route and no name contains such a
    /// segment.</summary>
    public static bool HasDots(HttpContext context)
    {
        var sent = Sent(context).AsSpan();
        var path = sent.IndexOf('?') is >= 0 and var query ? sent[..query] : sent;
        foreach (var segment in path.Split('/'))
        {
            if (IsDots(path[segment]))
            {
                return true;
            }
        }
        return false;
    }

    private static string Sent(HttpContext context) => context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";

    private static bool IsDots(ReadOnlySpan<char> segment)
    {
        var dots = 0;
        for (; !segment.IsEmpty; dots++)
        {
            var length =
                segment[0] == '.' ? 1
                : segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? 3
                : 0;
            if (length == 0)
            {
                return false;
            }
            segment = segment[length..];
        }
        return dots is 1 or 2;
    }
}
