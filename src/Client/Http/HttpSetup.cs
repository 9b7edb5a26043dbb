using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace SecretsDashboard.Client.Http;

/// <summary>The two HTTP clients: one for requests, which are retried, and one
/// for the stream of changes, whose listener reconnects by itself.</summary>
internal static class HttpSetup
{
    public const string Requests = "SecretsDashboard",
        Changes = "SecretsDashboard.Changes";

    // A value has at most 64 KiB, which is at most six times as much in JSON; a list of many names is not longer than this.
    private const int MaxResponseBytes = 16 * 1024 * 1024;

    /// <param name="key">The key of this client in the container; null: the only client without a key.</param>
    /// <exception cref="InvalidOperationException">The container already has such a client.</exception>
    public static void AddHttp(this IServiceCollection services, SecretsDashboardOptions options, string? key = null)
    {
        if (services.Any(s => s.ServiceType == typeof(SecretsDashboardClient) && Equals(s.ServiceKey, key)))
        {
            throw new InvalidOperationException(
                "A SecretsDashboardClient is already registered, and one of the two would silently use the other's server and credential. "
                    + $"Give each additional client its own key ({nameof(SecretsDashboardExtensions.AddKeyedSecretsDashboardClient)})."
            );
        }
        var (requestsName, changesName) = (Requests + key, Changes + key);
        // The order of the handlers, from outside to inside: the retries, then the credential, which is read again for each try.
        var requests = services.AddHttpClient(
            requestsName,
            http => (http.BaseAddress, http.MaxResponseContentBufferSize) = (Root(options), MaxResponseBytes)
        );
        requests
            .ConfigurePrimaryHttpMessageHandler(Connections)
            .RedactLoggedHeaders(_ => true)
            .AddStandardResilienceHandler(ConfigureResilience);
        requests.AddHttpMessageHandler(() => new CredentialHandler(options));
        services
            .AddHttpClient(changesName, http => (http.BaseAddress, http.Timeout) = (Root(options), Timeout.InfiniteTimeSpan))
            .ConfigurePrimaryHttpMessageHandler(Connections)
            .RedactLoggedHeaders(_ => true)
            .AddHttpMessageHandler(() => new CredentialHandler(options));
        services.AddKeyedSingleton<KnownValues>(requestsName);
        services.AddKeyedTransient(
            key,
            (sp, _) =>
                new SecretsDashboardClient(
                    sp.GetRequiredService<IHttpClientFactory>().CreateClient(requestsName),
                    sp.GetRequiredKeyedService<KnownValues>(requestsName)
                )
        );
    }

    /// <summary>While the server is unreachable, callers must not wait long for a known value: delays are short, and after five failures
    /// the circuit stays open for five seconds.</summary>
    private static void ConfigureResilience(HttpStandardResilienceOptions options)
    {
        options.Retry.Delay = TimeSpan.FromMilliseconds(300);
        (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.FailureRatio, options.CircuitBreaker.BreakDuration) = (
            5,
            0.9,
            TimeSpan.FromSeconds(5)
        );
    }

    /// <summary>Follows no redirects, because the credential is only for this server.
    /// Connections are renewed, so that a changed DNS entry is noticed.</summary>
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
