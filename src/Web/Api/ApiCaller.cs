using Microsoft.Extensions.Primitives;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api;

/// <summary>Who calls: the token of the one <c>Authorization</c> header, and nothing else. A cookie does not count here.</summary>
internal static class ApiCaller
{
    private const string Scheme = "Bearer ";

    public static Caller Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return TokenIn(context.Request.Headers.Authorization) is { } token ? Caller.WithToken(token, address) : Caller.Nobody(address);
    }

    private static string? TokenIn(StringValues header) =>
        header is [{ } text] && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && text.AsSpan(Scheme.Length).Trim(' ') is { Length: > 0 } token ? token.ToString() : null;
}
