using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Account;

namespace SecretsDashboard.Web.Anonymous;

/// <summary>Tells the requests of people who are known here (a session, a device in which a member has signed in, an open invitation) from those of anybody else, before the
/// gate is asked: only the latter are limited by network. Being recognized is no right.</summary>
/// <remarks>The work is bounded: each kind of proof is at most one look-up by an index, and what can't be genuine (a cookie that this server did not make, a link of the wrong
/// form) is not looked up at all.</remarks>
internal sealed class RecognizedRequests(Gate gate, DeviceCookie device)
{
    private static readonly PathString Invitations = "/invitation";

    public async ValueTask<bool> ContainsAsync(HttpContext context) => HasOpenInvitation(context.Request) || device.IsKnown(context.Request) || await HasSessionAsync(context);

    // The result is kept for the request: authentication, which comes later, does not repeat it.
    private static async Task<bool> HasSessionAsync(HttpContext context) => (await context.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Succeeded;

    private bool HasOpenInvitation(HttpRequest request) =>
        request.Path.StartsWithSegments(Invitations, out var rest) && gate.IsOpenInvitation(rest.Value?.Trim('/'));
}
