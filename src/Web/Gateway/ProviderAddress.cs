using System.Buffers;

namespace SecretsDashboard.Web.Gateway;

/// <summary>Where below a provider's address a request leads. What a server behind it could read in another way leads nowhere.</summary>
internal static class ProviderAddress
{
    private const int SegmentsBefore = 4; // gateway, v1, the gateway's name, the provider's

    // Without the percent sign: neither an encoded slash nor an encoded dot, however
    // often encoded, gets through to be decoded once more. Without the
    // semicolon: to some servers "..;" is "..".
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@/"
    );

    /// <summary>Null when the path is not plain, or would leave the provider's address.</summary>
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

    // The last may be empty: some addresses end with a slash.
    private static bool HasOddSegment(string rest) =>
        rest.Split('/') is var segments && segments.Where((s, i) => s is "." or ".." || (s.Length == 0 && i < segments.Length - 1)).Any();
}
