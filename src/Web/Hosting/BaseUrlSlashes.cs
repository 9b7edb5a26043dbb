using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Gateway;
using SecretsDashboard.Web.Runtime;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Folds the slashes that are doubled where a client joins a base URL that ends in a slash
/// with a path that begins with one: in front of what programs call, and right
/// behind it. It runs before routing. The rest of a path stays as it was sent, above all the provider's part of a gateway's path.</summary>
internal sealed class BaseUrlSlashes(RequestDelegate next)
{
    private static readonly string[] Bases = [ApiMiddleware.Path, RuntimeMiddleware.Path, GatewaySetup.Path];

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
        {
            context.Request.Path = Fold(path);
        }
        return next(context);
    }

    /// <summary>The path with single slashes around the base; any other path is returned unchanged.</summary>
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
