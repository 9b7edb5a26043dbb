using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Runtime;

/// <summary>Which service calls: the credential of the one <c>Authorization</c> header, and nothing else. A cookie or an API token does not count here.</summary>
internal static class RuntimeCaller
{
    public static Caller Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return ApiCaller.TextIn(context) is { } text ? Caller.WithCredential(text, address) : Caller.Nobody(address);
    }
}
