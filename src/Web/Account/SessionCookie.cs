using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Web.Hosting;

namespace SecretsDashboard.Web.Account;

/// <summary>The cookie that names a session. It only identifies the caller: rights and limits are read from the session's
/// row at every act.</summary>
internal static class SessionCookie
{
    private const string SessionClaim = "session",
        AddressClaim = "address";

    public static void AddSessionCookie(this IServiceCollection services, bool secure)
    {
        services
            .AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, o => Configure(o, secure));
        // An endpoint without a declaration requires authentication: public ones declare AllowAnonymous, and a test lists those.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddAntiforgery(o =>
        {
            (o.Cookie.Name, o.Cookie.SecurePolicy, o.Cookie.Path) = (Name("antiforgery", secure), Policy(secure), "/");
            o.SuppressXFrameOptionsHeader = true; // It would send SAMEORIGIN; every response has DENY.
        });
        services.AddScoped<IClaimsTransformation, AddressOfConnection>();
        services.AddSingleton(provider => new DeviceCookie(secure, provider.GetRequiredService<OpenVault>()));
        services.AddScoped<CurrentMember>();
    }

    public static Task StartAsync(HttpContext context, SignedIn signedIn) =>
        context.SignInAsync(IdentityConstants.ApplicationScheme, PrincipalOf(signedIn));

    /// <summary>The content of the cookie: the member and the session, and no right.</summary>
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

    /// <summary>The caller for a principal; unauthenticated when it names no session.</summary>
    public static Caller CallerOf(ClaimsPrincipal user)
    {
        var address = IPAddress.TryParse(user.FindFirstValue(AddressClaim), out var ip) ? ip : null;
        return user.FindFirstValue(SessionClaim) is { Length: > 0 } session
            ? Caller.Of(new SessionId(session), address)
            : Caller.Anonymous(address);
    }

    /// <summary>The session that a principal names; null when it names none.</summary>
    public static string? SessionOf(ClaimsPrincipal? user) => user?.FindFirstValue(SessionClaim);

    /// <summary>The caller for an open page: its requests don't renew the session.</summary>
    public static Caller OpenPageOf(ClaimsPrincipal user)
    {
        var address = IPAddress.TryParse(user.FindFirstValue(AddressClaim), out var ip) ? ip : null;
        return user.FindFirstValue(SessionClaim) is { Length: > 0 } session
            ? Caller.OfOpenPage(new SessionId(session), address)
            : Caller.Anonymous(address);
    }

    /// <summary>Why the session of a request is not valid, as a code for <see cref="LoginPage"/>'s note; null without a
    /// session, or with a valid one.</summary>
    public static string? EndOf(HttpContext context) => context.Items[typeof(Standing)] is Standing ended ? NoteOf(ended) : null;

    /// <summary>The code for the sign-in page's note about the end of a session.</summary>
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
        options.Cookie.SameSite = SameSiteMode.Lax; // Strict would show the sign-in page to a member who follows a link in a mail.
        options.Cookie.Path = "/";
        options.LoginPath = "/login";
        options.AccessDeniedPath = "/forbidden";
        options.ReturnUrlParameter = "returnUrl";
        options.SlidingExpiration = false; // The row has the limits; the cookie only has to outlive them.
        options.ExpireTimeSpan = TimeSpan.FromHours(13);
        WrongAddress.ReturnUnauthorizedToPrograms(options.Events);
        options.Events.OnValidatePrincipal = RejectEndedSessionsAsync;
        var leadToSignIn = options.Events.OnRedirectToLogin;
        options.Events.OnRedirectToLogin = redirect =>
        {
            // A returning member sees that their session has ended, instead of a plain sign-in page.
            redirect.RedirectUri += EndOf(redirect.HttpContext) is { } end ? $"&note={end}" : "";
            return leadToSignIn(redirect);
        };
    }

    private static async Task RejectEndedSessionsAsync(CookieValidatePrincipalContext context)
    {
        var gate = context.HttpContext.RequestServices.GetRequiredService<Gate>();
        var who = await gate.IdentifyAsync(CallerOf(context.Principal!));
        if (!who.IsSignedIn)
        {
            context.HttpContext.Items[typeof(Standing)] = who.Member?.Standing ?? Standing.Unknown;
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
    }

    internal static string Name(string part, bool secure) => $"{(secure ? "__Host-" : "")}secrets-dashboard-{part}";

    private static CookieSecurePolicy Policy(bool secure) => secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    /// <summary>A circuit has no request to read the address from, but it keeps the principal of the request that opened it.</summary>
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
