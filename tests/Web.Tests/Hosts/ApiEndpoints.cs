using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Tests.Hosts;

/// <summary>The endpoints of the API as the program maps them, for pages that describe them; they are not called here.</summary>
internal static class ApiEndpoints
{
    private static readonly Lock Making = new();
    private static EndpointDataSource? _endpoints;

    public static EndpointDataSource Of(OpenVault vault)
    {
        lock (Making)
        {
            return _endpoints ??= Map(vault);
        }
    }

    private static CompositeEndpointDataSource Map(OpenVault vault)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(vault);
        var app = builder.Build();
        app.MapApi();
        return new CompositeEndpointDataSource(((IEndpointRouteBuilder)app).DataSources);
    }
}
