using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace SecretsDashboard.Client.Http;

/// <summary>The two ways to the server: for requests, which are tried again, and for
/// the changes, whose listener comes back by itself.</summary>
internal static class HttpSetup
{
    public const string Requests = "SecretsDashboard",
        Changes = "SecretsDashboard.Changes";

    // A value has 64 KiB, at most six times that in JSON, and a list of many names is no longer than this.
    private const int LongestAnswer = 16 * 1024 * 1024;

    /// <param name="key">The client's among several of one container; null: it is the only one without.</param>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public static void AddHttp(this IServiceCollection services, SecretsDashboardOptions options, string? key = null)
    {
        if (services.Any(s => s.ServiceType == typeof(SecretsDashboardClient) && Equals(s.ServiceKey, key)))
        {
            throw new InvalidOperationException(
                "A SecretsDashboardClient is already registered, and one of the two would silently use the other's server and credential. "
                    + $"Give each additional client its own key ({nameof(SecretsDashboardExtensions.AddKeyedSecretsDashboardClient)})."
            );
        }
        var (asking, following) = (Requests + key, Changes + key);
        // From outside to inside: tried again, and on each try with the credential as it is then.
        var requests = services.AddHttpClient(
            asking,
            http => (http.BaseAddress, http.MaxResponseContentBufferSize) = (Root(options), LongestAnswer)
        );
        requests.ConfigurePrimaryHttpMessageHandler(Connections).RedactLoggedHeaders(_ => true).AddStandardResilienceHandler(Patience);
        requests.AddHttpMessageHandler(() => new CredentialHandler(options));
        services
            .AddHttpClient(following, http => (http.BaseAddress, http.Timeout) = (Root(options), Timeout.InfiniteTimeSpan))
            .ConfigurePrimaryHttpMessageHandler(Connections)
            .RedactLoggedHeaders(_ => true)
            .AddHttpMessageHandler(() => new CredentialHandler(options));
        services.AddKeyedSingleton<KnownValues>(asking);
        services.AddKeyedTransient(
            key,
            (sp, _) =>
                new SecretsDashboardClient(
                    sp.GetRequiredService<IHttpClientFactory>().CreateClient(asking),
                    sp.GetRequiredKeyedService<KnownValues>(asking)
                )
        );
    }

    /// <summary>Who asks while the server is away must not wait long for what is known anyhow: pauses
    /// are short, and after five failures nobody is asked for five seconds.</summary>
    private static void Patience(HttpStandardResilienceOptions options)
    {
        options.Retry.Delay = TimeSpan.FromMilliseconds(300);
        (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.FailureRatio, options.CircuitBreaker.BreakDuration) = (
            5,
            0.9,
            TimeSpan.FromSeconds(5)
        );
    }

    /// <summary>Follows no redirect: the credential is for this server alone. Its
    /// connections are renewed, so that a server that moved is found.</summary>
    private static SocketsHttpHandler Connections() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };

    private static Uri Root(SecretsDashboardOptions options) => new(options.Address!.AbsoluteUri.TrimEnd('/') + "/");
}
