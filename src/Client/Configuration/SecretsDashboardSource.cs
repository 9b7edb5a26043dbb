using Microsoft.Extensions.Configuration;

namespace SecretsDashboard.Client.Configuration;

internal sealed class SecretsDashboardSource(SecretsDashboardOptions options) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new SecretsDashboardProvider(options);
}
