using Microsoft.Extensions.Primitives;

namespace SecretsDashboard.Web.Circuits;

/// <summary>Ends circuits. The framework only does so when a page closes itself, at the endpoint that is called here instead.</summary>
internal sealed class CircuitTermination(IServiceProvider services)
{
    public const string Path = "/_blazor/disconnect/",
        Field = "circuitId";

    private readonly Lazy<RequestDelegate> _terminate = new(() =>
        services
            .GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Single(e => e.RoutePattern.RawText == Path)
            .RequestDelegate!
    );

    public async Task EndAsync(IReadOnlyList<string> circuits)
    {
        foreach (var circuit in circuits)
        {
            await using var scope = services.CreateAsyncScope();
            var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
            context.Request.Method = HttpMethods.Post;
            context.Request.Form = new FormCollection(new Dictionary<string, StringValues> { [Field] = circuit });
            await _terminate.Value(context);
        }
    }
}
