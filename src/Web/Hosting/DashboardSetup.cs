using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Audit;
using SecretsDashboard.Web.Circuits;
using SecretsDashboard.Web.Secrets;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Hosting;

/// <summary>What the program serves to people: the pages and their circuits.</summary>
internal static class DashboardSetup
{
    /// <summary>65,536 bytes of a value reach the server as bytes; a text field of that size in the worst JSON escaping is six times as long.</summary>
    private const int LargestMessage = 512 * 1024;

    public static void AddDashboard(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddRazorComponents().AddInteractiveServerComponents(LimitCircuits).AddHubOptions(LimitMessages);
        services.AddSingleton(OwnOrigins.From(builder.Configuration));
        services.AddMudServices(options => Toasts.Apply(options.SnackbarConfiguration));
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddScoped<CurlBook>();
        services.AddScoped<AddressBar>();
    }

    /// <summary>Authentication and authorization go before antiforgery; everything that is mapped goes after it.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseMiddleware<OriginCheck>();
        app.UseAuthorization();
        app.UseMiddleware<HttpsCheck>();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapLogout();
        app.MapSession();
        app.MapSecretExports();
        app.MapAuditExport();
        // The authorization is for the circuits' own endpoints: nobody opens a connection without a session. Pages say AllowAnonymous themselves.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null).RequireAuthorization();
    }

    private static void LimitCircuits(CircuitOptions circuits)
    {
        circuits.DisconnectedCircuitMaxRetained = 20;
        circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
        circuits.PersistedCircuitInMemoryMaxRetained = 0;
        circuits.MaxBufferedUnacknowledgedRenderBatches = 10;
        circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
    }

    private static void LimitMessages(HubOptions hub)
    {
        hub.MaximumReceiveMessageSize = LargestMessage;
        hub.MaximumParallelInvocationsPerClient = 1;
    }
}
