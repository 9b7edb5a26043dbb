using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Tokens;

/// <summary>Tokens that are there before a page is opened.</summary>
internal static class Issue
{
    public static Task<NewToken> OwnTokenAsync(this House house, Resident who, string name, TokenLevel level = TokenLevel.Read, TimeSpan? life = null) =>
        house.DoAsync(who, new CreateToken(TokenSide.Own, new TokenInput(name, level, Expires: life is { } t ? Expiry.After(t) : default)));

    public static Task<NewToken> AccountTokenAsync(this House house, string name, TokenLevel? level = TokenLevel.Read, bool administer = false) =>
        house.DoAsync(house.Owner, new CreateToken(TokenSide.Account, new TokenInput(name, level, administer)));

    /// <summary>Whether a program with this text is let in.</summary>
    public static async Task<Standing> StandingAsync(this House house, string text) =>
        (await house.Gate.WhoAsync(Caller.WithToken(text, System.Net.IPAddress.Loopback))).Token?.Actor.Standing ?? Standing.Unknown;
}
