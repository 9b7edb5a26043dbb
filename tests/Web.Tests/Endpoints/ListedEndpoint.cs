using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace SecretsDashboard.Web.Tests.Endpoints;

/// <summary>One endpoint: how it is reached, and whether it allows unauthenticated callers.</summary>
internal sealed record ListedEndpoint(string Methods, string Path, bool AllowsAnonymous)
{
    public bool IsPage => Methods == "GET,POST";

    /// <summary>The path with something in place of its parameters.</summary>
    public string Address =>
        Path.Replace("{Id}", "00000000000000000000000000000000", StringComparison.Ordinal)
            .Replace("{Token}", "forged", StringComparison.Ordinal)
            .Replace("{documentName?}", "", StringComparison.Ordinal);

    public override string ToString() => $"{Methods} {Path} {(AllowsAnonymous ? "anyone" : "member")}";

    /// <summary>The endpoints of the running program.</summary>
    public static List<ListedEndpoint> Of(WebHost host) =>
        [
            .. Endpoints(host)
                .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                .Select(Of)
                .OrderBy(d => d.ToString(), StringComparer.Ordinal),
        ];

    public static IEnumerable<RouteEndpoint> Endpoints(WebHost host) =>
        host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    /// <summary>The endpoints of the checked-in table.</summary>
    public static List<ListedEndpoint> OfTable() =>
        [.. Lines().Select(l => new ListedEndpoint(l[0], l[1], l[2] == "anyone")).OrderBy(d => d.ToString(), StringComparer.Ordinal)];

    public static List<string[]> Lines() =>
        [
            .. File.ReadLines(System.IO.Path.Combine(AppContext.BaseDirectory, "Endpoints", "endpoints.txt"))
                .Where(l => l.Length > 0 && l[0] != '#')
                .Select(l => l.Split((char[]?)null, 4, StringSplitOptions.RemoveEmptyEntries)),
        ];

    private static ListedEndpoint Of(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Order();
        return new ListedEndpoint(
            methods is null ? "*" : string.Join(',', methods),
            endpoint.RoutePattern.RawText!,
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        );
    }
}
