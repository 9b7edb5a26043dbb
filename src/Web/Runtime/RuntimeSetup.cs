using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Runtime;

/// <summary>The endpoints from which services read the values they are bound to.</summary>
internal static class RuntimeSetup
{
    public static void AddRuntime(this WebApplicationBuilder builder) => builder.Services.AddSingleton<RuntimeMiddleware>();

    /// <summary>Maps the endpoints below <see cref="RuntimeMiddleware.Path"/>. ASP.NET allows anonymous access: the gate
    /// checks the credential of each request.</summary>
    public static void MapRuntime(this WebApplication app)
    {
        var (vault, runtime) = (app.Services.GetRequiredService<OpenVault>(), app.MapGroup(RuntimeMiddleware.Path).AllowAnonymous());
        new OwnBindings(vault.Gate).Map(runtime);
        new ChangesFeed(vault.Gate, vault.Changes, app.Services.GetRequiredService<TimeProvider>(), app.Lifetime).Map(runtime);
    }

    /// <summary>Requests to these endpoints bypass cookies, antiforgery and pages.</summary>
    public static void UseRuntime(this WebApplication app) =>
        app.MapWhen(
            context => ApiAddress.IsBelow(context, RuntimeMiddleware.Path),
            runtime =>
            {
                if (!app.Environment.IsDevelopment())
                {
                    runtime.UseHsts();
                }
                runtime.Run(app.Services.GetRequiredService<RuntimeMiddleware>().InvokeAsync);
            }
        );
}
