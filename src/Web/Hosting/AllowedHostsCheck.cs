using Microsoft.AspNetCore.StaticAssets;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Api.Reference;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Rejects pages and circuits under a host name that isn't the server's. Otherwise a foreign name that resolves to
/// this server (DNS rebinding) would reach the sign-in page, and redirects would repeat it.</summary>
/// <remarks>Runs after the endpoints for programs: programs reach the server by any name their network has for it, and no
/// browser acts for a member there.</remarks>
internal sealed partial class AllowedHostsCheck(RequestDelegate next, AllowedHosts hosts, TimeProvider time, ILogger<AllowedHostsCheck> log)
{
    private readonly MinuteCounter _refused = new(time);

    public Task InvokeAsync(HttpContext context)
    {
        if (hosts.Contains(context.Request.Host) || IsIndependentOfHost(context))
        {
            return next(context);
        }
        if (_refused.CountEvent() is { } count)
        {
            Refused(log, count);
        }
        return PlainNotice.WriteAsync(
            context,
            StatusCodes.Status400BadRequest,
            "This host name is not allowed",
            "The dashboard is not served under the host name of this address. "
                + $"If it should be, add the name to the server's setting {AllowedHosts.Setting} and start it again."
        );
    }

    private static bool IsIndependentOfHost(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || context.Request.Path.Equals(ApiReference.DocumentPath, StringComparison.Ordinal);

    [LoggerMessage(
        LogLevel.Warning,
        "Refused {Count} request(s) for pages under a host name that is not listed in the setting AllowedHosts. "
            + "If members open the dashboard by a name, add it there."
    )]
    private static partial void Refused(ILogger log, long count);
}
