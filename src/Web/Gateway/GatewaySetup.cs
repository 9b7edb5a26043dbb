using SecretsDashboard.Web.Http;
using SecretsDashboard.Web.Workloads;
using Yarp.ReverseProxy.Forwarder;

namespace SecretsDashboard.Web.Gateway;

/// <summary>Sets up forwarding of requests to AI providers, with a key that the callers never see.</summary>
internal static class GatewaySetup
{
    public const string Path = "/gateway/v1";

    /// <exception cref="Vault.StartupException">A setting is invalid.</exception>
    public static GatewayOptions AddGateway(this WebApplicationBuilder builder)
    {
        var options = GatewaySettings.From(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<ProviderConnections>();
        builder.Services.AddSingleton(_ => QuietForwarder());
        builder.Services.AddSingleton<GatewayEndpoint>();
        return options;
    }

    /// <summary>YARP's own log repeats invalid data that a provider sent, which may contain a key. The endpoint logs the
    /// failure instead.</summary>
    private static IHttpForwarder QuietForwarder() =>
        new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider().GetRequiredService<IHttpForwarder>();

    /// <summary>Maps the endpoint. ASP.NET allows anonymous access: the gate checks the credential of each request.</summary>
    public static void MapGateway(this WebApplication app) =>
        app.Services.GetRequiredService<GatewayEndpoint>().Map(app.MapGroup(Path).AllowAnonymous());

    /// <summary>A request to a gateway is handled like one of a service, but may carry the credential in a header of its own.</summary>
    public static void UseGateway(this WebApplication app)
    {
        var workloads = app.Services.GetRequiredService<WorkloadTokens>();
        app.UsePrograms(
            Path,
            context =>
            {
                RequestHeaderFilter.Adopt(context.Request);
                return ProgramCaller.ReadServiceAsync(context, workloads);
            },
            new RuntimeWriter()
        );
    }
}
