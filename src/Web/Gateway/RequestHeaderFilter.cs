using Microsoft.Extensions.Primitives;

namespace SecretsDashboard.Web.Gateway;

/// <summary>What a caller's headers say to the gateway, and which of them are for nobody else.</summary>
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

    private static readonly string[] Families = ["cf-", "X-Forwarded-", "X-Original-", "Sec-", "Proxy-"];

    /// <summary>The gateway's own header takes the place of <c>Authorization</c>, in which clients
    /// send whatever their library insists on. Where it is missing, that one
    /// counts: a library that can set its key alone is given the credential as its key.
    /// From here on who calls is read as for any service.</summary>
    public static void Adopt(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Credential, out var given))
        {
            request.Headers.Authorization = given;
            request.Headers.Remove(Credential);
        }
    }

    /// <summary>Null when the default is meant.</summary>
    public static string? AliasOf(HttpRequest request) => request.Headers[Alias] is [{ Length: > 0 } alias] ? alias : null;

    /// <summary>Whether more than one alias was named: nobody guesses which key is to be used.</summary>
    public static bool HasManyAliases(HttpRequest request) => request.Headers[Alias] is StringValues { Count: > 1 };

    /// <summary>Whether a header stays here: what proves who the caller is, to whomever, and where they come from.</summary>
    public static bool Stays(string name) =>
        Own.Contains(name) || Families.Any(family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));
}
