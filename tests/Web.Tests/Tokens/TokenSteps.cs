using AngleSharp.Dom;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Tokens;

/// <summary>Tokens that are there before a page is opened.</summary>
internal static class TokenSteps
{
    public static Task<NewToken> OwnTokenAsync(
        this ComponentHost host,
        SampleMember who,
        string name,
        TokenLevel level = TokenLevel.Read,
        TimeSpan? life = null
    ) => host.DoAsync(who, new CreateToken(TokenSide.Own, new TokenInput(name, level, Expires: life is { } t ? Expiry.After(t) : default)));

    public static Task<NewToken> AccountTokenAsync(
        this ComponentHost host,
        string name,
        TokenLevel? level = TokenLevel.Read,
        bool administer = false
    ) => host.DoAsync(host.Owner, new CreateToken(TokenSide.Account, new TokenInput(name, level, administer)));

    /// <summary>Whether a program with this text is let in.</summary>
    public static async Task<Standing> StandingAsync(this ComponentHost host, string text) =>
        (await host.Gate.IdentifyAsync(Caller.WithToken(text, System.Net.IPAddress.Loopback))).Token?.Actor.Standing ?? Standing.Unknown;

    /// <summary>Waits until the token's row reads so; its cells are divided by bars.</summary>
    public static Screen ShowsRow(this Screen screen, string name, string cells)
    {
        screen.Wait(() =>
            Assert.Matches(
                $"^{cells}$",
                string.Join(
                    " | ",
                    screen
                        .All("tbody tr")
                        .Single(r => r.QuerySelector(".sd-name")?.TextContent == name)
                        .QuerySelectorAll("td:not(.sd-cell-menu)")
                        .Select(TextOf)
                )
            )
        );
        return screen;
    }

    public static List<string> Names(this Screen screen) => [.. screen.All("tbody .sd-name").Select(n => n.TextContent)];

    private static string TextOf(IElement cell) =>
        string.Join(' ', cell.Descendants<IText>().Select(t => t.Data.Trim()).Where(t => t.Length > 0));
}
