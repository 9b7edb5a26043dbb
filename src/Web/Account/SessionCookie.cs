using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Web.Hosting;

namespace SecretsDashboard.Web.Account;

/// <summary>The cookie that names a session. It proves who knocks and nothing else: rights
/// and limits are read from the session's row at every act.</summary>
internal static class SessionCookie
{
    private const string SessionClaim = "session",
        AddressClaim = "address";

    public static void AddSessionCookie(this IServiceCollection services, bool secure)
    {
        services
            .AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, o => Configure(o, secure));
        // An endpoint that says nothing of itself is closed: one that is open to strangers says AllowAnonymous, and a test counts those.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddAntiforgery(o =>
        {
            (o.Cookie.Name, o.Cookie.SecurePolicy, o.Cookie.Path) = (Name("antiforgery", secure), Policy(secure), "/");
            o.SuppressXFrameOptionsHeader = true; // It would say SAMEORIGIN; every answer says DENY.
        });
        services.AddScoped<IClaimsTransformation, AddressOfConnection>();
        services.AddSingleton(provider => new DeviceCookie(
            secure,
            provider.GetRequiredService<Gate>(),
            provider.GetRequiredService<OpenVault>()
        ));
        services.AddScoped<CurrentMember>();
    }

    public static Task StartAsync(HttpContext context, SignedIn signedIn) =>
        context.SignInAsync(IdentityConstants.ApplicationScheme, PrincipalOf(signedIn));

    /// <summary>What the cookie holds of a session: whose it is and which, and no right.</summary>
    internal static ClaimsPrincipal PrincipalOf(SignedIn signedIn) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, signedIn.Member.Value),
                    new Claim(ClaimTypes.Name, signedIn.Email),
                    new Claim(SessionClaim, signedIn.Session.Value),
                ],
                IdentityConstants.ApplicationScheme
            )
        );

    /// <summary>The caller behind a principal; nobody when it names no session.</summary>
    public static Caller CallerOf(ClaimsPrincipal user)
    {
        var address = IPAddress.TryParse(user.FindFirstValue(AddressClaim), out var ip) ? ip : null;
        return user.FindFirstValue(SessionClaim) is { Length: > 0 } session
            ? Caller.Of(new SessionId(session), address)
            : Caller.Nobody(address);
    }

    /// <summary>Which session a principal names; null when it names none.</summary>
    public static string? SessionOf(ClaimsPrincipal? user) => user?.FindFirstValue(SessionClaim);

    /// <summary>The caller behind a page that is open: its asking renews no session.</summary>
    public static Caller OpenPageOf(ClaimsPrincipal user)
    {
        var address = IPAddress.TryParse(user.FindFirstValue(AddressClaim), out var ip) ? ip : null;
        return user.FindFirstValue(SessionClaim) is { Length: > 0 } session
            ? Caller.OfOpenPage(new SessionId(session), address)
            : Caller.Nobody(address);
    }

    /// <summary>Why the session that a request named does not count, in the words of
    /// <see cref="LoginPage"/>'s notes; null when it named none, or one that counts.</summary>
    public static string? EndOf(HttpContext context) => context.Items[typeof(Standing)] is Standing ended ? NoteOf(ended) : null;

    /// <summary>How the sign-in page is to speak of the end of a session.</summary>
    public static string NoteOf(Standing? ended) =>
        ended switch
        {
            Standing.SessionIdle => "idle",
            Standing.SessionExpired => "expired",
            _ => "ended",
        };

    private static void Configure(CookieAuthenticationOptions options, bool secure)
    {
        options.Cookie.Name = Name("session", secure);
        options.Cookie.SecurePolicy = Policy(secure);
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax; // Strict would show the sign-in page to a member who follows a link from a mail.
        options.Cookie.Path = "/";
        options.LoginPath = "/login";
        options.AccessDeniedPath = "/forbidden";
        options.ReturnUrlParameter = "returnUrl";
        options.SlidingExpiration = false; // The row knows the limits; the cookie only has to outlive them.
        options.ExpireTimeSpan = TimeSpan.FromHours(13);
        WrongAddress.TellPrograms(options.Events);
        options.Events.OnValidatePrincipal = RejectEndedSessionsAsync;
        var leadToSignIn = options.Events.OnRedirectToLogin;
        options.Events.OnRedirectToLogin = redirect =>
        {
            // Somebody who comes back after a while is told that their session has ended, not asked to sign in as if there had been none.
            redirect.RedirectUri += EndOf(redirect.HttpContext) is { } end ? $"&note={end}" : "";
            return leadToSignIn(redirect);
        };
    }

    private static async Task RejectEndedSessionsAsync(CookieValidatePrincipalContext context)
    {
        var gate = context.HttpContext.RequestServices.GetRequiredService<Gate>();
        var who = await gate.WhoAsync(CallerOf(context.Principal!));
        if (!who.IsSignedIn)
        {
            context.HttpContext.Items[typeof(Standing)] = who.Member?.Standing ?? Standing.Unknown;
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
    }

    internal static string Name(string part, bool secure) => $"{(secure ? "__Host-" : "")}secrets-dashboard-{part}";

    private static CookieSecurePolicy Policy(bool secure) => secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    /// <summary>A circuit has no request to ask for its address, but it keeps the principal of the request that opened it.</summary>
    private sealed class AddressOfConnection(IHttpContextAccessor context) : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            if (
                principal.Identity is ClaimsIdentity { IsAuthenticated: true } identity
                && !identity.HasClaim(c => c.Type == AddressClaim)
                && context.HttpContext?.Connection.RemoteIpAddress is { } address
            )
            {
                identity.AddClaim(new Claim(AddressClaim, address.ToString()));
            }
            return Task.FromResult(principal);
        }
    }
}
