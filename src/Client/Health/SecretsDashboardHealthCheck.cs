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
        var found = Find(configuration).Select(Judge).ToList();
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

    private static HealthCheckResult Judge(SecretsDashboardProvider provider)
    {
        var (contact, count) = (provider.Contact.Now, provider.Count);
        var data = new Dictionary<string, object> { ["values"] = count, ["since"] = contact.Since };
        if (contact.LastHeard is { } heard)
        {
            data["lastHeard"] = heard;
        }
        if (provider.Hidden is { Count: > 0 } hidden)
        {
            data["hidden"] = string.Join(", ", hidden);
        }
        return contact.State switch
        {
            ContactState.InTouch when provider.Stumbled is { } fault => HealthCheckResult.Degraded(
                $"{count} values, current with {provider.Address}, but a reload callback of the service threw {fault}: parts of the service may still use older values.",
                null,
                data
            ),
            ContactState.InTouch => HealthCheckResult.Healthy($"{count} values, current with {provider.Address}.{Hidden(provider)}", data),
            ContactState.Away => HealthCheckResult.Degraded(
                $"{count} values, last received from {provider.Address} at {contact.LastHeard:u}; it has been unreachable since {contact.Since:u}. {contact.Why}",
                null,
                data
            ),
            ContactState.Refused => HealthCheckResult.Unhealthy(
                $"{provider.Address} has refused the credential since {contact.Since:u}; {count} values are still served. {contact.Why}",
                null,
                data
            ),
            ContactState.Never => HealthCheckResult.Unhealthy(
                $"{provider.Address} was never reached since the start. {contact.Why}",
                null,
                data
            ),
        };
    }

    private static string Hidden(SecretsDashboardProvider provider) =>
        provider.Hidden.Count == 0
            ? ""
            : $" Not in the configuration: {string.Join(", ", provider.Hidden)}, because another binding has the same key: configuration keys ignore case.";
}
