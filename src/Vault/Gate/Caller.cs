using System.Net;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gate;

/// <summary>Who knocks: a claim of identity, not yet a right. The gate reads the facts behind it at every ask.</summary>
public sealed class Caller
{
    private Caller(SessionId? session, bool console, IPAddress? address, string browser) =>
        (Session, IsConsole, Address, Browser) = (session, console, address, browser);

    internal SessionId? Session { get; }
    internal bool IsConsole { get; }
    internal IPAddress? Address { get; }
    internal string Browser { get; }

    /// <summary>A browser with this session; the session's row says whether it still counts.</summary>
    public static Caller Of(SessionId session, IPAddress? address) => new(session, console: false, address, "");

    /// <summary>A caller without any credential.</summary>
    /// <param name="address">Where the request came from.</param>
    /// <param name="browser">The User-Agent, kept with the session that a sign-in makes; cut at 200 characters.</param>
    public static Caller Nobody(IPAddress? address, string browser = "") =>
        new(null, console: false, address, browser.Length <= 200 ? browser : browser[..200]);

    /// <summary>Whoever started the program on the server's own files. Only the vault's console verbs make it.</summary>
    internal static Caller Console { get; } = new(null, console: true, null, "");
}
