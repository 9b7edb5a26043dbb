using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Account;

/// <summary>The cookie of a known device, a browser in which a member has signed in: wrong passwords from it are counted
/// separately. It names one member, gets a new value at each sign-in, and doesn't authenticate.</summary>
internal sealed class DeviceCookie(bool secure, OpenVault vault)
{
    private string Name => SessionCookie.Name("device", secure);

    /// <summary>The value that the request sent, not yet verified; null if there is none.</summary>
    public string? Read(HttpRequest request) => request.Cookies[Name];

    /// <summary>Whether the request comes from a known device of any member. A single look-up, without an audit row.</summary>
    public bool IsKnown(HttpRequest request) => vault.KnownClients.IsKnownDevice(Read(request));

    public void Set(HttpContext context, string device) =>
        context.Response.Cookies.Append(
            Name,
            device,
            new CookieOptions
            {
                HttpOnly = true,
                Secure = secure || context.Request.IsHttps,
                // As for the session cookie, so that a sign-in page opened from a link in a mail recognizes the device.
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = vault.Limits.KnownDevice,
                IsEssential = true,
            }
        );
}
