using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Gateway;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Sets up the vault behind the pages: its data folder, opening it before the first request, and the startup
/// messages on the console.</summary>
internal static partial class VaultSetup
{
    private const string DefaultAddress = "http://127.0.0.1:5080";

    /// <param name="issuers">The issuers whose JWTs can identify a service.</param>
    /// <param name="gateway">Its providers are those for which a gateway can be given keys.</param>
    /// <exception cref="StartupException">A setting is invalid.</exception>
    public static void AddVaultAndSessions(this WebApplicationBuilder builder, IReadOnlyList<IssuerSetting> issuers, GatewayOptions gateway)
    {
        if (
            builder.Configuration["urls"] is null
            && builder.Configuration["http_ports"] is null
            && builder.Configuration["https_ports"] is null
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists()
        )
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }
        var options = VaultOptions.From(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddVault(
            options with
            {
                Issuers = [.. issuers.Select(i => i.Issuer)],
                Limits = options.Limits with { Providers = [.. gateway.Providers.Keys] },
            }
        );
        builder.Services.AddSessionCookie(secure: ServesHttps(builder.Configuration));
        MakeRoomForTheWriter();
    }

    /// <summary>Opens the vault, so that a wrong key or database stops the program before it serves a request.</summary>
    /// <exception cref="StartupException">The key, the database or a setting is invalid.</exception>
    public static async Task OpenVaultAsync(this WebApplication app)
    {
        var vault = app.Services.GetRequiredService<OpenVault>();
        if (await Bootstrap.RunAsync(vault, app.Services.GetRequiredService<VaultOptions>(), app.Lifetime.ApplicationStopping))
        {
            Bootstrapped(app.Logger);
        }
        app.Lifetime.ApplicationStarted.Register(() => LogStartup(app, vault));
    }

    /// <summary>Under load, some thread always waits for the disk on behalf of all requests. One thread more than there are
    /// processors keeps every processor busy meanwhile.</summary>
    private static void MakeRoomForTheWriter()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + 1), completions);
    }

    private static void LogStartup(WebApplication app, OpenVault vault)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = addresses.FirstOrDefault() ?? DefaultAddress;
        Console.WriteLine($"Secrets Dashboard is ready at {address}");
        if (app.Services.GetRequiredService<AllowedHosts>().IsMissing)
        {
            OnlyAddresses(app.Logger);
        }
        if (!vault.IsSetUp())
        {
            // Printed on the console only: a log may be collected and read by others.
            Console.WriteLine($"Create the first Super Administrator at {address}/setup");
            Console.WriteLine($"Setup code: {vault.SetupCode.Text}");
        }
    }

    /// <summary>Whether browsers use HTTPS. Behind a trusted proxy they do, even though this program doesn't.</summary>
    public static bool ServesHttps(IConfiguration configuration) =>
        configuration["urls"]?.Contains("https://", StringComparison.OrdinalIgnoreCase) == true
        || !string.IsNullOrEmpty(configuration["https_ports"])
        || configuration
            .GetSection("Kestrel:Endpoints")
            .GetChildren()
            .Any(e => e["Url"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true)
        || TrustedProxies.Of(configuration).Count > 0;

    [LoggerMessage(
        LogLevel.Warning,
        "Pages are served under IP addresses and localhost only. "
            + "If members open the dashboard by a name, such as secrets.example.org, set AllowedHosts to it."
    )]
    private static partial void OnlyAddresses(ILogger log);

    [LoggerMessage(
        LogLevel.Warning,
        "Created the first Super Administrator from Bootstrap:Email and Bootstrap:Password. Remove the password from the configuration now."
    )]
    private static partial void Bootstrapped(ILogger log);
}
