using System.Security.Claims;
using SecretsDashboard.Web.Account;

namespace SecretsDashboard.Web.Circuits;

/// <summary>The session that a circuit was opened with, and the member it belongs to.</summary>
internal readonly record struct CircuitOwner(string Session, string Member)
{
    /// <summary>Null when the principal names no session.</summary>
    public static CircuitOwner? Of(ClaimsPrincipal? user) =>
        SessionCookie.SessionOf(user) is { Length: > 0 } session
        && user!.FindFirstValue(ClaimTypes.NameIdentifier) is { Length: > 0 } member
            ? new CircuitOwner(session, member)
            : null;
}
