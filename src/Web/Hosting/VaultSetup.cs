using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Gateway;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Hosting;

/// <summary>The vault behind the pages: where its data is, that it opens before the first request, and what the console is told.</summary>
internal static partial class VaultSetup
{
    private const string DefaultAddress = "http://127.0.0.1:5080";

    /// <param name="issuers">Whose JWTs may name a service.</param>
    /// <param name="gateway">For which providers a gateway may be given keys.</param>
    /// <exception cref="StartupException">A setting makes no sense.</exception>
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

    /// <summary>Opens the vault, so that a wrong key or database stops the program before it answers anybody.</summary>
    /// <exception cref="StartupException">Key, database or settings are not as they must be.</exception>
    public static async Task OpenVaultAsync(this WebApplication app)
    {
        var vault = app.Services.GetRequiredService<OpenVault>();
        if (await Bootstrap.RunAsync(vault, app.Services.GetRequiredService<VaultOptions>(), app.Lifetime.ApplicationStopping))
        {
            Bootstrapped(app.Logger);
        }
        app.Lifetime.ApplicationStarted.Register(() => Greet(app, vault));
    }

    /// <summary>Under load one thread or another waits for the disk all the time, on behalf of all: with one
    /// more than there are processors, none of these is left idle meanwhile.</summary>
    private static void MakeRoomForTheWriter()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + 1), completions);
    }

    private static void Greet(WebApplication app, OpenVault vault)
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
            // On the console alone: a log may be collected and read by others.
            Console.WriteLine($"Create the first Super Administrator at {address}/setup");
            Console.WriteLine($"Setup code: {vault.SetupCode.Text}");
        }
    }

    /// <summary>Whether browsers speak HTTPS to it. Behind a trusted proxy they do, even though this program does not.</summary>
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
        "Pages are served under IP addresses and localhost only. If members open the dashboard by a name, such as secrets.example.org, set AllowedHosts to it."
    )]
    private static partial void OnlyAddresses(ILogger log);

    [LoggerMessage(
        LogLevel.Warning,
        "Created the first Super Administrator from Bootstrap:Email and Bootstrap:Password. Remove the password from the configuration now."
    )]
    private static partial void Bootstrapped(ILogger log);
}
