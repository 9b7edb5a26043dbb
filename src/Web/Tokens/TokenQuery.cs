using System.Globalization;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tokens;

/// <summary>The query of the list, as in the address. Invalid values are treated as absent.</summary>
internal sealed record TokenQuery(string? Search, string? Of, string? Status, string? Sort, string? Page, string? Size)
{
    public const string Account = "account",
        Everyone = "all";

    public TokenSide Side => Of is Account or Everyone ? TokenSide.Account : TokenSide.Own;

    public bool IsFiltered => Filter != new TokenFilter();

    /// <summary>The order in the format of the column heads: "name", or "-name" for descending.</summary>
    public string Order => Sort is "name" or "-name" or "expires" or "-expires" or "used" or "-used" or "created" ? Sort : "-created";

    public PageRequest Paging => new(Number(Page, PageRequest.MaxNumber, otherwise: 1), Number(Size, PageRequest.MaxSize, Pager.Sizes[0]));

    public ListTokens ToOperation() => new(Side, Paging, Of == Everyone, Filter, By, Order.StartsWith('-'));

    private TokenFilter Filter =>
        new(
            string.IsNullOrWhiteSpace(Search) ? null : Search,
            Status switch
            {
                "active" => TokenStatus.Active,
                "expired" => TokenStatus.Expired,
                "disabled" => TokenStatus.Disabled,
                "not-yet" => TokenStatus.NotYetValid,
                _ => null,
            },
            EndsSoon: Status == "soon"
        );

    private TokenOrder By =>
        Order.TrimStart('-') switch
        {
            "name" => TokenOrder.Name,
            "expires" => TokenOrder.Expires,
            "used" => TokenOrder.LastUsed,
            _ => TokenOrder.Created,
        };

    private static int Number(string? text, int max, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max
            ? number
            : otherwise;
}
