using System.Globalization;

namespace SecretsDashboard.Web.Circuits;

/// <summary>
/// Scheme, host and port, as browsers compare them: without regard to case, with
/// the default port whether it is written or not. A host with a
/// trailing dot is another host, because browsers keep its cookies apart.
/// </summary>
internal sealed record Origin
{
    private static readonly string[] Prefixes = ["http://", "https://"];

    private Origin(string scheme, string host, int port) => (Scheme, Host, Port) = (scheme, host, port);

    public string Scheme { get; }
    public string Host { get; }
    public int Port { get; }

    /// <summary>An origin as a browser writes it; null for <c>null</c>, for a scheme other
    /// than HTTP, and for anything with a path, a user or a query.</summary>
    public static Origin? Parse(string? text)
    {
        // Uri would take much more than an origin: a user name, a backslash for a slash, spaces around it.
        var prefix = text is null ? null : Prefixes.FirstOrDefault(p => text.StartsWith(p, StringComparison.OrdinalIgnoreCase));
        if (
            prefix is null
            || text!.AsSpan(prefix.Length).IndexOfAny(@"/\?#@% ") >= 0
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.IdnHost.Length == 0
        )
        {
            return null;
        }
        return new Origin(
            uri.Scheme,
            uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost.ToLowerInvariant(),
            uri.Port
        );
    }

    /// <summary>The origin of an address that may have a path.</summary>
    public static Origin? OfAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            ? Parse(uri.GetLeftPart(UriPartial.Authority))
            : null;

    /// <summary>Where the server believes that this request was sent to; null when the request names no host.</summary>
    public static Origin? Of(HttpRequest request) => request.Host.HasValue ? Parse($"{request.Scheme}://{request.Host.Value}") : null;

    public bool IsDefaultPort => Port == (Scheme == "https" ? 443 : 80);

    public override string ToString() =>
        IsDefaultPort ? $"{Scheme}://{Host}" : string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{Host}:{Port}");
}
