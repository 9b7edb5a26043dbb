using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Gateway;
using SecretsDashboard.Web.Runtime;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Folds the double slashes that appear where a client joins a base URL with a trailing slash and a path with a
/// leading one: before and directly after the base path of an endpoint for programs. Must run before routing. The rest of a
/// path stays unchanged, above all the provider's part of a gateway path.</summary>
internal sealed class BaseUrlSlashes(RequestDelegate next)
{
    private static readonly string[] Bases = [ApiSetup.Path, RuntimeSetup.Path, GatewaySetup.Path];

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
        {
            context.Request.Path = Fold(path);
        }
        return next(context);
    }

    /// <summary>Returns the path with single slashes around the base path; any other path is returned unchanged.</summary>
    public static string Fold(string path)
    {
        var below = path.AsSpan().TrimStart('/');
        foreach (var known in Bases)
        {
            var name = known.Length - 1;
            if (!below.StartsWith(known.AsSpan(1), StringComparison.OrdinalIgnoreCase) || (below.Length > name && below[name] != '/'))
            {
                continue;
            }
            var rest = below[name..];
            return rest.IsEmpty ? $"/{below}" : $"/{below[..name]}/{rest.TrimStart('/')}";
        }
        return path;
    }
}
