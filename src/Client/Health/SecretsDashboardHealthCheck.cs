using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecretsDashboard.Client.Configuration;

namespace SecretsDashboard.Client.Health;

/// <summary>Reports whether the configuration has the server's current values.
/// It sends no request, because the listener knows the state.</summary>
internal sealed class SecretsDashboardHealthCheck(IConfiguration configuration) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var found = Find(configuration).Select(ToResult).ToList();
        // With several servers, the worst state is reported. Unhealthy is the smallest number.
        return Task.FromResult(
            found.Count > 0
                ? found.MinBy(r => r.Status)
                : HealthCheckResult.Unhealthy(
                    "The configuration has no source of Secrets Dashboard: AddSecretsDashboard was not called on it."
                )
        );
    }

    /// <summary>Includes providers in a configuration that was added to another one as a whole.</summary>
    private static IEnumerable<SecretsDashboardProvider> Find(IConfiguration configuration) =>
        configuration is not IConfigurationRoot root
            ? []
            : root.Providers.SelectMany(provider =>
                provider switch
                {
                    SecretsDashboardProvider own => [own],
                    ChainedConfigurationProvider chained => Find(chained.Configuration),
                    _ => [],
                }
            );

    private static HealthCheckResult ToResult(SecretsDashboardProvider provider)
    {
        var (connection, count) = (provider.Connection.Now, provider.Count);
        var data = new Dictionary<string, object> { ["values"] = count, ["since"] = connection.Since };
        if (connection.LastReceived is { } lastReceived)
        {
            data["lastHeard"] = lastReceived;
        }
        if (provider.Hidden is { Count: > 0 } hidden)
        {
            data["hidden"] = string.Join(", ", hidden);
        }
        return connection.State switch
        {
            ConnectionState.Connected when provider.ReloadFailure is { } exceptionType => HealthCheckResult.Degraded(
                $"{count} values, current with {provider.Address}, but a reload callback of the service threw {exceptionType}: "
                    + "parts of the service may still use older values.",
                null,
                data
            ),
            ConnectionState.Connected => HealthCheckResult.Healthy(
                $"{count} values, current with {provider.Address}.{Hidden(provider)}",
                data
            ),
            ConnectionState.Unreachable => HealthCheckResult.Degraded(
                $"{count} values, last received from {provider.Address} at {connection.LastReceived:u}; "
                    + $"it has been unreachable since {connection.Since:u}. {connection.Reason}",
                null,
                data
            ),
            ConnectionState.Refused => HealthCheckResult.Unhealthy(
                $"{provider.Address} has refused the credential since {connection.Since:u}; {count} values are still served. "
                    + $"{connection.Reason}",
                null,
                data
            ),
            ConnectionState.NotConnected => HealthCheckResult.Unhealthy(
                $"{provider.Address} was never reached since the start. {connection.Reason}",
                null,
                data
            ),
        };
    }

    private static string Hidden(SecretsDashboardProvider provider) =>
        provider.Hidden.Count == 0
            ? ""
            : $" Not in the configuration: {string.Join(", ", provider.Hidden)}, because another binding has the same key: "
                + "configuration keys ignore case.";
}
