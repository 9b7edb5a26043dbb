using Microsoft.Extensions.Primitives;

namespace SecretsDashboard.Web.Gateway;

/// <summary>Reads the gateway's own request headers, and decides which headers are never forwarded.</summary>
internal static class RequestHeaderFilter
{
    private const string Credential = "cf-aig-authorization",
        Alias = "cf-aig-byok-alias";

    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization",
        "Proxy-Authorization",
        "x-api-key",
        "api-key",
        "x-goog-api-key",
        "x-auth-key",
        "x-auth-token",
        "Cookie",
        "Cookie2",
        "Forwarded",
        "Via",
        "X-Real-IP",
        "True-Client-IP",
        "Client-IP",
        "Origin",
        "Referer",
        "traceparent",
        "tracestate",
        "baggage",
        "Request-Id",
        "Correlation-Context",
        "Trailer",
    };

    private static readonly string[] Prefixes = ["cf-", "X-Forwarded-", "X-Original-", "Sec-", "Proxy-"];

    /// <summary>Moves the gateway's own credential header to <c>Authorization</c>, in which many client libraries always
    /// send a key. Without it, <c>Authorization</c> itself is used, so that a library that only supports a key can send the
    /// credential as its key. The caller is then identified like any service.</summary>
    public static void Adopt(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Credential, out var given))
        {
            request.Headers.Authorization = given;
            request.Headers.Remove(Credential);
        }
    }

    /// <summary>Null for the default alias.</summary>
    public static string? AliasOf(HttpRequest request) => request.Headers[Alias] is [{ Length: > 0 } alias] ? alias : null;

    /// <summary>Whether several aliases were sent: the gateway doesn't guess which key to use.</summary>
    public static bool HasManyAliases(HttpRequest request) => request.Headers[Alias] is StringValues { Count: > 1 };

    /// <summary>Whether a header is never forwarded: it authenticates the caller, to any server, or shows where the caller
    /// comes from.</summary>
    public static bool IsWithheld(string name) =>
        Own.Contains(name) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
