using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Audit;
using SecretsDashboard.Web.Circuits;
using SecretsDashboard.Web.Secrets;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Registers and maps the pages and their circuits.</summary>
internal static class DashboardSetup
{
    public static void AddDashboard(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddRazorComponents().AddCircuits(builder.Configuration);
        services.AddMudServices(options => Toasts.Apply(options.SnackbarConfiguration));
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddScoped<CurlWriter>();
        services.AddScoped<AddressBar>();
    }

    /// <summary>Authentication and authorization must run before antiforgery, and all mapped endpoints after it.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseOriginCheck();
        app.UseAuthorization();
        app.UseMiddleware<HttpsCheck>();
        app.UseCircuitOwnerCheck();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapLogout();
        app.MapSession();
        app.MapSecretExports();
        app.MapAuditExport();
        // The authorization is for the circuits' own endpoints: a connection requires a session. Pages declare AllowAnonymous themselves.
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization();
    }
}
