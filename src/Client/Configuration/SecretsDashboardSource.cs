using Microsoft.Extensions.Configuration;

namespace SecretsDashboard.Client.Configuration;

/// <summary>Where configuration takes the service's secrets from.</summary>
internal sealed class SecretsDashboardSource(SecretsDashboardOptions options) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new SecretsDashboardProvider(options);
}
