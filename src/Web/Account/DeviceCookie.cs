using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Account;

/// <summary>The cookie of a browser in which a member has signed in: a known device, from
/// which the member's wrong passwords are counted apart from everybody
/// else's. It names one member, gets a new value at each sign-in, and signs nobody in.</summary>
internal sealed class DeviceCookie(bool secure, Gate gate, OpenVault vault)
{
    private string Name => SessionCookie.Name("device", secure);

    /// <summary>What the request brought along, if anything; not yet known to be right.</summary>
    public string? Read(HttpRequest request) => request.Cookies[Name];

    /// <summary>Whether the request comes from a known device of any member. One look-up, without an audit row.</summary>
    public bool IsKnown(HttpRequest request) => gate.IsKnownDevice(Read(request));

    public void Set(HttpContext context, string device) =>
        context.Response.Cookies.Append(
            Name,
            device,
            new CookieOptions
            {
                HttpOnly = true,
                Secure = secure || context.Request.IsHttps,
                // As the session's, so that the sign-in page that a link from a mail leads to knows the device.
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = vault.Limits.KnownDevice,
                IsEssential = true,
            }
        );
}
