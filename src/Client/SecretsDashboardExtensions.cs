using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using SecretsDashboard.Client.Configuration;
using SecretsDashboard.Client.Health;
using SecretsDashboard.Client.Http;

namespace SecretsDashboard.Client;

/// <summary>Adds a service's secrets to its configuration, its container and its health checks.</summary>
public static class SecretsDashboardExtensions
{
    /// <summary>Adds both the configuration (<see cref="AddSecretsDashboard(IConfigurationBuilder, Action{SecretsDashboardOptions})"/>) and
    /// the client (<see cref="AddSecretsDashboardClient"/>). The secrets are read before this method returns.</summary>
    /// <typeparam name="TBuilder">The type of the builder, for example <c>WebApplicationBuilder</c> or
    /// <c>HostApplicationBuilder</c>.</typeparam>
    /// <param name="builder">The service's builder.</param>
    /// <param name="configure">Sets the server's address and the service's credential. It is called twice, once for each of them.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">A setting is missing or invalid.</exception>
    /// <exception cref="InvalidOperationException">The client was already added.</exception>
    /// <exception cref="SecretsDashboardException">The secrets can't be read and are not
    /// <see cref="SecretsDashboardOptions.Optional"/>.</exception>
    public static TBuilder AddSecretsDashboard<TBuilder>(this TBuilder builder, Action<SecretsDashboardOptions> configure)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSecretsDashboardClient(configure);
        builder.Configuration.AddSecretsDashboard(configure);
        return builder;
    }

    /// <summary>Adds every binding of the service as a configuration key: <c>Stripe__Key</c> becomes <c>Stripe:Key</c>,
    /// as for environment variables. Keys ignore case: if several names map to the same key, the last one in character
    /// order is used, and the health check names the others. Changes arrive automatically within a second or two and
    /// reload the configuration (<c>IOptionsMonitor</c>, <c>GetReloadToken</c>); removing a binding removes its key.
    /// While the server can't be reached, the last values stay without a time limit.</summary>
    /// <param name="builder">The configuration; later sources override earlier ones.
    /// The method may be called several times, for several services.</param>
    /// <param name="configure">Sets the server's address and the service's credential.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">A setting is missing or invalid.</exception>
    /// <exception cref="SecretsDashboardException">When the configuration is built (on a host's builder: in this call): the secrets can't
    /// be read and are not <see cref="SecretsDashboardOptions.Optional"/>.</exception>
    public static IConfigurationBuilder AddSecretsDashboard(
        this IConfigurationBuilder builder,
        Action<SecretsDashboardOptions> configure
    ) => builder.Add(new SecretsDashboardSource(Options(configure)));

    /// <summary>Adds <see cref="SecretsDashboardClient"/>, which reads single values on demand.</summary>
    /// <param name="services">The service's container.</param>
    /// <param name="configure">Sets the server's address and the service's credential.</param>
    /// <returns>The same container.</returns>
    /// <exception cref="ArgumentException">A setting is missing or invalid.</exception>
    /// <exception cref="InvalidOperationException">The container already has a client; see
    /// <see cref="AddKeyedSecretsDashboardClient"/>.</exception>
    public static IServiceCollection AddSecretsDashboardClient(this IServiceCollection services, Action<SecretsDashboardOptions> configure)
    {
        services.AddHttp(Options(configure));
        return services;
    }

    /// <summary>Adds a further <see cref="SecretsDashboardClient"/>, for a program that acts as several services or uses several servers.
    /// It is resolved by its key (<c>[FromKeyedServices("billing")]</c>) and shares nothing with the other clients.</summary>
    /// <param name="services">The program's container.</param>
    /// <param name="key">The key of the client in the container.</param>
    /// <param name="configure">Sets the server's address and the service's credential.</param>
    /// <returns>The same container.</returns>
    /// <exception cref="ArgumentException">The key is empty, or a setting is missing or invalid.</exception>
    /// <exception cref="InvalidOperationException">The container already has a client with this key.</exception>
    public static IServiceCollection AddKeyedSecretsDashboardClient(
        this IServiceCollection services,
        string key,
        Action<SecretsDashboardOptions> configure
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        services.AddHttp(Options(configure), key);
        return services;
    }

    /// <summary>Adds a health check of the configuration's secrets. Healthy: they are current. Degraded: the server can't be reached and
    /// the last known values are in use (the description says since when), or a reload callback of the service threw at the last change
    /// (the description names the exception's type). Unhealthy: the server rejects the credential (the values are removed after
    /// <see cref="SecretsDashboardOptions.KeepWhenRefused"/>), or it was never reached. A check sends no request. With several services,
    /// the worst state is reported.</summary>
    /// <param name="builder">The service's health checks.</param>
    /// <param name="name">The name of the check in reports.</param>
    /// <param name="tags">Tags to select checks by, for example those of readiness.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddSecretsDashboard(
        this IHealthChecksBuilder builder,
        string name = "secrets-dashboard",
        params string[] tags
    ) =>
        builder.Add(
            new HealthCheckRegistration(
                name,
                sp => new SecretsDashboardHealthCheck(sp.GetRequiredService<IConfiguration>()),
                failureStatus: null,
                tags
            )
        );

    private static SecretsDashboardOptions Options(Action<SecretsDashboardOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SecretsDashboardOptions();
        configure(options);
        return options.Checked();
    }
}
