using System.Text.RegularExpressions;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Api;
using IPNetwork = System.Net.IPNetwork;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Serves everything below a sub-path of the host: the one in the setting <c>PathBase</c>, or the one that a
/// trusted proxy has removed from the request path and sends in <c>X-Forwarded-Prefix</c>.</summary>
internal sealed partial class BasePath(RequestDelegate next, IConfiguration configuration, TimeProvider time, ILogger<BasePath> log)
{
    public const string Setting = "PathBase",
        Header = "X-Forwarded-Prefix";

    private const int MaxLength = 100;

    private readonly PathString _setting = FromSetting(configuration);
    private readonly IReadOnlyList<IPNetwork> _trusted = TrustedProxies.Of(configuration);
    private readonly MinuteCounter _ignored = new(time);

    /// <summary>The sub-path in the setting; empty when none is set.</summary>
    /// <exception cref="StartupException">The setting isn't a plain path.</exception>
    public static PathString FromSetting(IConfiguration configuration) =>
        TryParse(configuration[Setting]?.Trim() ?? "", out var path)
            ? path
            : throw new StartupException(
                $"{Setting} must be a path such as /secrets-dashboard: letters, digits, and - . _ ~, at most {MaxLength} characters."
            );

    /// <summary>Must run before the forwarded headers are applied, because it needs the address of the connection itself.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isBelow = request.Path.StartsWithSegments(_setting, StringComparison.Ordinal, out var rest) && _setting.HasValue;
        var pathBase = Forwarded(context) ?? _setting;
        if (pathBase.HasValue)
        {
            (request.PathBase, request.Path) = (pathBase, isBelow ? rest : request.Path);
        }
        if (!request.Path.HasValue && pathBase.HasValue && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            context.Response.Redirect(pathBase + "/" + request.QueryString); // Relative links need the slash.
            return Task.CompletedTask;
        }
        return next(context);
    }

    private PathString? Forwarded(HttpContext context)
    {
        var values = context.Request.Headers[Header];
        if (values.Count == 0 || !_trusted.Trust(context.Connection.RemoteIpAddress))
        {
            return null;
        }
        if (values.Count == 1 && TryParse(values[0] ?? "", out var prefix))
        {
            return prefix;
        }
        if (_ignored.CountEvent() is { } count)
        {
            Ignored(log, Header, count);
        }
        return null;
    }

    /// <summary>Returns false unless the text is a plain path: it is written into every page, so no character may have a
    /// meaning to a browser. An empty text or a single slash means no sub-path.</summary>
    private static bool TryParse(string text, out PathString path)
    {
        var isPlain = text is "" or "/" || (text.Length <= MaxLength && Plain.IsMatch(text));
        path = isPlain ? new PathString(text.TrimEnd('/')) : default;
        return isPlain;
    }

    [GeneratedRegex("""\A(/(?!\.{1,2}(/|\z))[A-Za-z0-9._~-]+)+/?\z""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Plain { get; }

    [LoggerMessage(
        LogLevel.Warning,
        "Ignored {Header} of {Count} requests from a trusted proxy: "
            + "it was not a plain path such as /secrets-dashboard, or it was sent more than once."
    )]
    private static partial void Ignored(ILogger log, string header, long count);
}
