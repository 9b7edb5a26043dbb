using System.Net;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

/// <summary>Tokens and the programs that hold them.</summary>
internal static class TokenSteps
{
    public static readonly IPAddress ClientAddress = IPAddress.Parse("192.0.2.7");

    public static TokenInput Input(TokenLevel? level = TokenLevel.Read, params StoreId[] stores) =>
        new("a program", level, Stores: stores.Length > 0 ? stores : null);

    /// <summary>An account token, issued by the Super Administrator.</summary>
    public static Task<NewToken> AccountTokenAsync(this VaultHost host, TokenInput input) =>
        host.DoAsync(host.Owner, new CreateToken(TokenSide.Account, input));

    public static Task<NewToken> AccountTokenAsync(this VaultHost host, TokenLevel? level, params StoreId[] stores) =>
        host.AccountTokenAsync(Input(level, stores));

    /// <summary>A member's own token.</summary>
    public static Task<NewToken> OwnTokenAsync(
        this VaultHost host,
        Person owner,
        TokenLevel level = TokenLevel.Read,
        params StoreId[] stores
    ) => host.DoAsync(owner, new CreateToken(TokenSide.Own, Input(level, stores)));

    public static Caller AsCaller(this NewToken token) => Caller.WithToken(token.Text, ClientAddress);

    public static Caller From(this NewToken token, string? address) =>
        Caller.WithToken(token.Text, address is null ? null : IPAddress.Parse(address));

    /// <summary>The token's standing, as the gate determines it.</summary>
    public static async Task<Standing> StandingAsync(this VaultHost host, Caller caller) =>
        (await host.Vault.Gate.IdentifyAsync(caller)).Token?.Actor.Standing ?? Standing.Unknown;
}
