using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Anonymous;

/// <summary>Tells the requests of people who are known here (a session, a device in which a member
/// has signed in, an open invitation) from those of anybody else, before the
/// gate is asked: only the latter are limited by network. Being recognized is no right.</summary>
/// <remarks>The work is bounded: each kind of proof is at most one look-up by an index, and what
/// can't be genuine (a cookie that this server did not make, a link of the wrong
/// form) is not looked up at all.</remarks>
internal sealed class RecognizedRequests(Gate gate, DeviceCookie device, AnonymousLimits limits) : IDisposable
{
    private static readonly PathString Invitations = "/invitation";

    /// <summary>A device or a link has the budgets of so many networks. Beyond them,
    /// its requests are limited like those of an unknown client,
    /// so that its holder can't fill the audit log.</summary>
    private const int NetworksOfOneProof = 10;

    private readonly KeyedRateLimiter<string> _proofs = new(limits.OfNetworks(NetworksOfOneProof));

    public async ValueTask<bool> ContainsAsync(HttpContext context) =>
        HasProofWithBudget(context.Request) || await HasSessionAsync(context);

    public void Dispose() => _proofs.Dispose();

    // The result is kept for the request: authentication, which comes later, does not repeat it.
    private static async Task<bool> HasSessionAsync(HttpContext context) =>
        (await context.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Succeeded;

    // The limiter keeps a hash for a minute, not the proof: that is a credential.
    private bool HasProofWithBudget(HttpRequest request) =>
        (OpenInvitation(request) ?? (device.IsKnown(request) ? device.Read(request) : null)) is { } proof
        && _proofs.Take(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(proof)))) is null;

    private string? OpenInvitation(HttpRequest request) =>
        request.Path.StartsWithSegments(Invitations, out var rest) && rest.Value?.Trim('/') is { } link && gate.IsOpenInvitation(link)
            ? link
            : null;
}
