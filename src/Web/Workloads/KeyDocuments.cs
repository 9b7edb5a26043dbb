using Microsoft.IdentityModel.Protocols;

namespace SecretsDashboard.Web.Workloads;

/// <summary>Reads an issuer's documents over HTTPS or from this machine: at most 1 MiB, and without following redirects.</summary>
internal sealed class KeyDocuments : IDocumentRetriever, IDisposable
{
    private const int MaxBytes = 1024 * 1024;

    private readonly HttpClient _client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        }
    )
    {
        Timeout = Timeout.InfiniteTimeSpan, // The caller sets the timeout.
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <summary>Whether keys may be read from the address: a key that could be changed in transit can't be trusted.</summary>
    public static bool IsSafe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel) =>
        IsSafe(address)
            ? await _client.GetStringAsync(new Uri(address), cancel)
            : throw new InvalidOperationException($"{address} is neither an https address nor on this machine.");

    public void Dispose() => _client.Dispose();
}
