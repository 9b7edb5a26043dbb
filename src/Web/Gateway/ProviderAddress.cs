using System.Buffers;

namespace SecretsDashboard.Web.Gateway;

/// <summary>Resolves a request's path below a provider's address. A path that a server behind it could interpret
/// differently is invalid.</summary>
internal static class ProviderAddress
{
    private const int SegmentsBefore = 4; // gateway, v1, the gateway's name, the provider's

    // Without the percent sign: an encoded slash or dot, encoded any number of times, could be decoded later. Without the
    // semicolon: some servers read "..;" as "..".
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@/"
    );

    /// <summary>Null when the path isn't plain, or would leave the provider's address.</summary>
    public static Uri? Of(Provider provider, HttpRequest request)
    {
        var rest = Rest(request.Path.Value ?? "");
        if (rest is null || rest.AsSpan().ContainsAnyExcept(Plain) || HasOddSegment(rest))
        {
            return null;
        }
        return
            Uri.TryCreate(provider.Address.AbsoluteUri + rest + request.QueryString.ToUriComponent(), UriKind.Absolute, out var address)
            && address.AbsoluteUri.StartsWith(provider.Address.AbsoluteUri, StringComparison.Ordinal)
            ? address
            : null;
    }

    private static string? Rest(string path)
    {
        var at = 0;
        for (var i = 0; i < SegmentsBefore; i++)
        {
            at = path.IndexOf('/', at + 1);
            if (at < 0)
            {
                return i == SegmentsBefore - 1 ? "" : null;
            }
        }
        return path[(at + 1)..];
    }

    // The last segment may be empty: some addresses end with a slash.
    private static bool HasOddSegment(string rest) =>
        rest.Split('/') is var segments && segments.Where((s, i) => s is "." or ".." || (s.Length == 0 && i < segments.Length - 1)).Any();
}
