using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace SecretsDashboard.Client.Http;

/// <summary>The two ways to the server: for requests, which are tried again, and for the changes, whose listener comes back by itself.</summary>
internal static class HttpSetup
{
    public const string Requests = "SecretsDashboard", Changes = "SecretsDashboard.Changes";

    public static void AddHttp(this IServiceCollection services, SecretsDashboardOptions options)
    {
        services.AddSingleton<KnownValues>();
        // From outside to inside: tried again, and on each try with the credential as it is then.
        var requests = services.AddHttpClient(Requests, http => http.BaseAddress = Root(options));
        requests.ConfigurePrimaryHttpMessageHandler(Connections).RedactLoggedHeaders(_ => true).AddStandardResilienceHandler(Patience);
        requests.AddHttpMessageHandler(() => new CredentialHandler(options));
        services.AddHttpClient(Changes, http => (http.BaseAddress, http.Timeout) = (Root(options), Timeout.InfiniteTimeSpan))
            .ConfigurePrimaryHttpMessageHandler(Connections).RedactLoggedHeaders(_ => true).AddHttpMessageHandler(() => new CredentialHandler(options));
        services.AddTransient(sp => new SecretsDashboardClient(sp.GetRequiredService<IHttpClientFactory>().CreateClient(Requests), sp.GetRequiredService<KnownValues>()));
    }

    /// <summary>Who asks while the server is away must not wait long for what is known anyhow: pauses are short, and after five failures nobody is asked for five seconds.</summary>
    private static void Patience(HttpStandardResilienceOptions options)
    {
        options.Retry.Delay = TimeSpan.FromMilliseconds(300);
        (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.FailureRatio, options.CircuitBreaker.BreakDuration) = (5, 0.9, TimeSpan.FromSeconds(5));
    }

    /// <summary>Follows no redirect: the credential is for this server alone. Its connections are renewed, so that a server that moved is found.</summary>
    private static SocketsHttpHandler Connections() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private static Uri Root(SecretsDashboardOptions options) => new(options.Address!.AbsoluteUri.TrimEnd('/') + "/");
}
