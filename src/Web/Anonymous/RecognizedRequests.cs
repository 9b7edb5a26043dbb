using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Anonymous;

/// <summary>Distinguishes requests of recognized clients (a session, a known device, an open invitation) from all others,
/// before the gate is asked: only the others are limited by network. Recognition grants no right.</summary>
/// <remarks>The work is bounded: each kind of proof requires at most one indexed look-up, and an obvious forgery (a cookie
/// that this server did not issue, a link in the wrong format) none.</remarks>
internal sealed class RecognizedRequests(OpenVault vault, DeviceCookie device, AnonymousLimits limits) : IDisposable
{
    private static readonly PathString Invitations = "/invitation";

    /// <summary>The limit of a device or a link, as a multiple of the limit of one network. Beyond it, its requests are
    /// limited like those of an unknown client, so that its holder can't fill the audit log.</summary>
    private const int NetworksOfOneProof = 10;

    private readonly KeyedRateLimiter<string> _proofs = new(limits.OfNetworks(NetworksOfOneProof));

    public async ValueTask<bool> ContainsAsync(HttpContext context) =>
        HasProofWithBudget(context.Request) || await HasSessionAsync(context);

    public void Dispose() => _proofs.Dispose();

    // The result is stored with the request: authentication, which runs later, does not repeat it.
    private static async Task<bool> HasSessionAsync(HttpContext context) =>
        (await context.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Succeeded;

    // The limiter keeps a hash for a minute, and not the proof, which is a credential.
    private bool HasProofWithBudget(HttpRequest request) =>
        (OpenInvitation(request) ?? (device.IsKnown(request) ? device.Read(request) : null)) is { } proof
        && _proofs.Take(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(proof)))) is null;

    private string? OpenInvitation(HttpRequest request) =>
        request.Path.StartsWithSegments(Invitations, out var rest)
        && rest.Value?.Trim('/') is { } link
        && vault.KnownClients.IsOpenInvitation(link)
            ? link
            : null;
}
