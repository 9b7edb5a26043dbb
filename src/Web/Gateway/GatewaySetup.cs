using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Runtime;
using Yarp.ReverseProxy.Forwarder;

namespace SecretsDashboard.Web.Gateway;

/// <summary>Where requests go to AI providers with a key that their senders never see.</summary>
internal static class GatewaySetup
{
    public const string Path = "/gateway/v1";

    /// <exception cref="Vault.StartupException">Settings make no sense.</exception>
    public static GatewayOptions AddGateway(this WebApplicationBuilder builder)
    {
        var options = GatewaySettings.From(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<ProviderConnections>();
        builder.Services.AddSingleton(_ => QuietForwarder());
        builder.Services.AddSingleton<GatewayEndpoint>();
        return options;
    }

    /// <summary>YARP's own log repeats what a provider sent if it was not valid, and that may
    /// contain a key. The endpoint logs the failure in its own words.</summary>
    private static IHttpForwarder QuietForwarder() =>
        new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider().GetRequiredService<IHttpForwarder>();

    /// <summary>Maps the endpoint. Towards ASP.NET it is open: the gate judges the credential of each request.</summary>
    public static void MapGateway(this WebApplication app) =>
        app.Services.GetRequiredService<GatewayEndpoint>().Map(app.MapGroup(Path).AllowAnonymous());

    /// <summary>To a gateway a request is one of a service, whose credential stands in a header of its own.</summary>
    public static void UseGateway(this WebApplication app) =>
        app.MapWhen(
            context => ApiAddress.IsBelow(context, Path),
            gateway =>
            {
                if (!app.Environment.IsDevelopment())
                {
                    gateway.UseHsts();
                }
                var middleware = app.Services.GetRequiredService<RuntimeMiddleware>();
                gateway.Run(context =>
                {
                    RequestHeaderFilter.Adopt(context.Request);
                    return middleware.InvokeAsync(context);
                });
            }
        );
}
