using Microsoft.IdentityModel.Protocols;

namespace SecretsDashboard.Web.Workloads;

/// <summary>Reads an issuer's documents: over HTTPS, or from this machine; not more than a
/// mebibyte, and without following where an answer points.</summary>
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
        Timeout = Timeout.InfiniteTimeSpan, // Whoever asks says how long they wait.
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <summary>Whether keys may be read from there: what can be changed on its way is no key.</summary>
    public static bool IsSafe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel) =>
        IsSafe(address)
            ? await _client.GetStringAsync(new Uri(address), cancel)
            : throw new InvalidOperationException($"{address} is neither an https address nor on this machine.");

    public void Dispose() => _client.Dispose();
}
