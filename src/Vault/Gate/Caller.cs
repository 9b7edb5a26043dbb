using System.Net;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The caller: a claim of identity, not yet a right. The gate reads the facts behind it for every request. It has at most one
/// credential: a session, an API token, a service's credential, a workload's JWT, or the console.</summary>
public sealed class Caller
{
    private Caller(IPAddress? address) => Address = address;

    internal SessionId? Session { get; private init; }
    internal TokenClaim? Token { get; private init; }
    internal TokenClaim? Credential { get; private init; }
    internal WorkloadClaim? Workload { get; private init; }

    /// <summary>The key under which a program's readings are cached.</summary>
    internal TokenClaim? Claim => Token ?? Credential ?? Workload?.Known;

    /// <summary>The id and the hash of the API token or credential: the same for each request with it, and different for a guess at its
    /// value. Null without one, or with a malformed one.</summary>
    public string? CredentialKey => (Token ?? Credential) is { Id.Length: > 0 } claim ? claim.Key : null;

    internal bool IsConsole { get; private init; }
    internal IPAddress? Address { get; }
    internal string Browser { get; private init; } = "";

    /// <summary>The SHA-256 of the device cookie; null if there is none, or it has another format.</summary>
    internal byte[]? DeviceHash { get; private init; }

    /// <summary>The request comes from an open page, possibly without input: it does not renew the session.</summary>
    internal bool IsOpenPage { get; private init; }

    /// <summary>A browser with this session; whether the session is still valid is read from its row.</summary>
    public static Caller Of(SessionId session, IPAddress? address) => new(address) { Session = session };

    /// <summary>A page that this session opened and that stays open. It also sends requests by
    /// itself, for example when rights change, so they do not renew the session: only
    /// input at the page does, by <see cref="SessionTimes.RenewAsync"/>.</summary>
    public static Caller OfOpenPage(SessionId session, IPAddress? address) => new(address) { Session = session, IsOpenPage = true };

    /// <summary>A program with this API token. The token is parsed and hashed here and
    /// stored nowhere; a malformed token is an unknown one.</summary>
    /// <param name="text">The value after <c>Bearer</c>.</param>
    /// <param name="address">The client's address: a token may be bound to addresses.</param>
    public static Caller WithToken(string? text, IPAddress? address) =>
        new(address) { Token = TokenText.Read(TokenText.ApiToken, text) ?? TokenClaim.Invalid };

    /// <summary>A service with this credential. The credential is parsed and hashed here and
    /// stored nowhere; a malformed credential is an unknown one.</summary>
    /// <param name="text">The value after <c>Bearer</c>.</param>
    /// <param name="address">The client's address: a credential may be bound to addresses.</param>
    public static Caller WithCredential(string? text, IPAddress? address) =>
        new(address) { Credential = TokenText.Read(TokenText.ServiceCredential, text) ?? TokenClaim.Invalid };

    /// <summary>A workload with a JWT of a trusted issuer: its claims after the signature was verified. For every request, the gate
    /// determines the service, if any, and whether the JWT is still valid.</summary>
    public static Caller WithWorkload(WorkloadClaim workload, IPAddress? address) => new(address) { Workload = workload };

    /// <summary>A caller without any credential.</summary>
    /// <param name="address">The client's address.</param>
    /// <param name="browser">The User-Agent, stored with the session that a sign-in starts; cut to 200 characters.</param>
    /// <param name="device">The device cookie, for a sign-in. It gives no right: it only selects the counter of wrong passwords.</param>
    public static Caller Anonymous(IPAddress? address, string browser = "", string? device = null) =>
        new(address) { Browser = browser.Length <= 200 ? browser : browser[..200], DeviceHash = OneTimeToken.Hash(device) };

    /// <summary>The person who started the program on the server's own files. Only the vault's console verbs create it.</summary>
    internal static Caller Console { get; } = new(null) { IsConsole = true };
}
