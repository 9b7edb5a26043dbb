using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecretsDashboard.Client.Configuration;

namespace SecretsDashboard.Client.Health;

/// <summary>Says whether what the configuration serves is what the server says. It asks nobody: the listener knows.</summary>
internal sealed class SecretsDashboardHealthCheck(IConfiguration configuration) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var found = Find(configuration).Select(Judge).ToList();
        // Of several servers the worst state counts. Unhealthy is the smallest number.
        return Task.FromResult(found.Count > 0 ? found.MinBy(r => r.Status)
            : HealthCheckResult.Unhealthy("The configuration has no source of Secrets Dashboard: AddSecretsDashboard was not called on it."));
    }

    /// <summary>Also in a configuration that was added to another as a whole.</summary>
    private static IEnumerable<SecretsDashboardProvider> Find(IConfiguration configuration) => configuration is not IConfigurationRoot root ? [] : root.Providers.SelectMany(provider => provider switch
    {
        SecretsDashboardProvider own => [own],
        ChainedConfigurationProvider chained => Find(chained.Configuration),
        _ => [],
    });

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
            ContactState.InTouch when provider.Stumbled is { } fault => HealthCheckResult.Degraded($"{count} values, as {provider.Address} says, but what the service does when they change has thrown {fault}: a part of it may go on with older ones.", null, data),
            ContactState.InTouch => HealthCheckResult.Healthy($"{count} values, as {provider.Address} says.{Hidden(provider)}", data),
            ContactState.Away => HealthCheckResult.Degraded($"{count} values as {provider.Address} last said at {contact.LastHeard:u}; since {contact.Since:u} it can't be reached. {contact.Why}", null, data),
            ContactState.Refused => HealthCheckResult.Unhealthy($"Since {contact.Since:u} {provider.Address} refuses; {count} values are still served. {contact.Why}", null, data),
            ContactState.Never => HealthCheckResult.Unhealthy($"{provider.Address} was never reached since the start. {contact.Why}", null, data),
        };
    }

    private static string Hidden(SecretsDashboardProvider provider) => provider.Hidden.Count == 0 ? ""
        : $" Not in the configuration: {string.Join(", ", provider.Hidden)}, since another binding becomes the same key: keys don't tell upper from lower case.";
}
