using System.Globalization;

namespace SecretsDashboard.Web.Circuits;

/// <summary>
/// Scheme, host and port, compared as browsers do: ignoring case, with the default port explicit or omitted. A host with a
/// trailing dot is a different host, because browsers keep its cookies separate.
/// </summary>
internal sealed record Origin
{
    private static readonly string[] Prefixes = ["http://", "https://"];

    private Origin(string scheme, string host, int port) => (Scheme, Host, Port) = (scheme, host, port);

    public string Scheme { get; }
    public string Host { get; }
    public int Port { get; }

    /// <summary>Parses an origin as a browser sends it; null for <c>null</c>, for a scheme other than HTTP, and for a text
    /// with a path, a user or a query.</summary>
    public static Origin? Parse(string? text)
    {
        // Uri would accept much more than an origin: a user name, backslashes as slashes, surrounding spaces.
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

    /// <summary>The origin to which this request was sent, from the server's point of view; null when the request has no host.</summary>
    public static Origin? Of(HttpRequest request) => request.Host.HasValue ? Parse($"{request.Scheme}://{request.Host.Value}") : null;

    public bool IsDefaultPort => Port == (Scheme == "https" ? 443 : 80);

    public override string ToString() =>
        IsDefaultPort ? $"{Scheme}://{Host}" : string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{Host}:{Port}");
}
