using Microsoft.Extensions.Configuration;

namespace SecretsDashboard.Client.Configuration;

/// <summary>The configuration source for the service's secrets.</summary>
internal sealed class SecretsDashboardSource(SecretsDashboardOptions options) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new SecretsDashboardProvider(options);
}
