using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using SecretsDashboard.Client.Configuration;
using SecretsDashboard.Client.Health;
using SecretsDashboard.Client.Http;

namespace SecretsDashboard.Client;

/// <summary>Brings a service's secrets into its configuration, its container and its health checks.</summary>
public static class SecretsDashboardExtensions
{
    /// <summary>Adds both: the configuration
    /// (<see cref="AddSecretsDashboard(IConfigurationBuilder, Action{SecretsDashboardOptions})"/>) and the client
    /// (<see cref="AddSecretsDashboardClient"/>). The secrets are read before this returns.</summary>
    /// <typeparam name="TBuilder">The builder's own type, for example
    /// <c>WebApplicationBuilder</c> or <c>HostApplicationBuilder</c>.</typeparam>
    /// <param name="builder">The service's builder.</param>
    /// <param name="configure">Says where the server is, and what the service proves itself with. It is called for each of the two.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">A setting is missing or makes no sense.</exception>
    /// <exception cref="InvalidOperationException">It was added already.</exception>
    /// <exception cref="SecretsDashboardException">The secrets can't be read and are not
    /// <see cref="SecretsDashboardOptions.Optional"/>.</exception>
    public static TBuilder AddSecretsDashboard<TBuilder>(this TBuilder builder, Action<SecretsDashboardOptions> configure)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSecretsDashboardClient(configure);
        builder.Configuration.AddSecretsDashboard(configure);
        return builder;
    }

    /// <summary>Adds every binding of the service as a configuration key: <c>Stripe__Key</c> becomes
    /// <c>Stripe:Key</c>, as in the environment. Keys don't tell upper from lower
    /// case: of names that become the same key the last counts, by the order of their characters, and the health check
    /// names the others. Changes arrive by themselves, within a second or two, and reload the configuration
    /// (<c>IOptionsMonitor</c>, <c>GetReloadToken</c>); a binding that was taken away takes its key along.
    /// While the server can't be reached the last values stay, without an end.</summary>
    /// <param name="builder">The configuration; later sources win over earlier ones.
    /// It may be added several times, for several services.</param>
    /// <param name="configure">Says where the server is, and what the service proves itself with.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">A setting is missing or makes no sense.</exception>
    /// <exception cref="SecretsDashboardException">When the configuration is built (on a host's builder: here): the
    /// secrets can't be read and are not <see cref="SecretsDashboardOptions.Optional"/>.</exception>
    public static IConfigurationBuilder AddSecretsDashboard(
        this IConfigurationBuilder builder,
        Action<SecretsDashboardOptions> configure
    ) => builder.Add(new SecretsDashboardSource(Options(configure)));

    /// <summary>Adds <see cref="SecretsDashboardClient"/>, for single values at the moment they are needed.</summary>
    /// <param name="services">The service's container.</param>
    /// <param name="configure">Says where the server is, and what the service proves itself with.</param>
    /// <returns>The same container.</returns>
    /// <exception cref="ArgumentException">A setting is missing or makes no sense.</exception>
    /// <exception cref="InvalidOperationException">There is one already; see <see cref="AddKeyedSecretsDashboardClient"/>.</exception>
    public static IServiceCollection AddSecretsDashboardClient(this IServiceCollection services, Action<SecretsDashboardOptions> configure)
    {
        services.AddHttp(Options(configure));
        return services;
    }

    /// <summary>Adds a further <see cref="SecretsDashboardClient"/>, for a program that is
    /// several services or uses several servers. It is taken by its key
    /// (<c>[FromKeyedServices("billing")]</c>), and shares nothing with the others.</summary>
    /// <param name="services">The program's container.</param>
    /// <param name="key">The client's name in the container.</param>
    /// <param name="configure">Says where the server is, and what the service proves itself with.</param>
    /// <returns>The same container.</returns>
    /// <exception cref="ArgumentException">The key is empty, or a setting is missing or makes no sense.</exception>
    /// <exception cref="InvalidOperationException">There is one of this key already.</exception>
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

    /// <summary>Adds a health check of the configuration's secrets. Healthy: they are as the server
    /// says. Degraded: the server can't be reached, and they are as it last said; the
    /// description says since when; or a reload callback of the service threw at the last change, and the
    /// description says what kind of exception. Unhealthy: the server refuses the credential (what is served
    /// is taken away after <see cref="SecretsDashboardOptions.KeepWhenRefused"/>),
    /// or it was never reached. A check asks the server nothing, however often it is made. Of several services the worst counts.</summary>
    /// <param name="builder">The service's health checks.</param>
    /// <param name="name">How the check is called in reports.</param>
    /// <param name="tags">For choosing checks by, for example those of readiness.</param>
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
