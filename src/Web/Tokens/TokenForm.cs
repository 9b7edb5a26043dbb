using System.Globalization;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tokens;

/// <summary>The input of the form for a token.</summary>
public sealed class TokenForm
{
    public const string Unchanged = "keep",
        OnMoment = "at",
        Never = "never";

    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm";

    private readonly TokenDetail? _before;

    public TokenForm(TokenDetail? before = null)
    {
        _before = before;
        if (before is null)
        {
            return;
        }
        (Name, Level, Administer, IsLimited, Expires) = (
            before.Name,
            before.Level,
            before.Administer,
            before.Stores is not null,
            Unchanged
        );
        Stores = [.. (before.Stores ?? []).Select(s => s.Id)];
        (NotBefore, MayIssueLonger) = (Text(before.NotBefore), before.MayIssueLonger);
        (Allowed, Denied) = (string.Join('\n', before.AllowedFrom), string.Join('\n', before.DeniedFrom));
    }

    public string Name { get; set; } = "";
    public TokenLevel? Level { get; set; }
    public bool Administer { get; set; }

    /// <summary>Credentials that it issues may expire later than the token itself.</summary>
    public bool MayIssueLonger { get; set; }

    public bool IsLimited { get; set; }
    public HashSet<StoreId> Stores { get; } = [];

    /// <summary>A number of days, or one of the constants above.</summary>
    public string Expires { get; set; } = "90";

    public string Moment { get; set; } = "";
    public string NotBefore { get; set; } = "";
    public string Allowed { get; set; } = "";
    public string Denied { get; set; } = "";

    /// <summary>Returns the input for the vault, or the rejection of an invalid time.</summary>
    public (TokenInput? Input, Rejection? Rejection) Read()
    {
        if (Expiry() is not { } expires)
        {
            return (null, Rejection.Before(nameof(TokenInput.Expires), "Enter the day and the time at which the token ends."));
        }
        // The field has minutes only: an unchanged value keeps its seconds.
        var from = NotBefore == Text(_before?.NotBefore) ? _before?.NotBefore : Find(NotBefore);
        return from is null && NotBefore.Length > 0
            ? (null, Rejection.Before(nameof(TokenInput.NotBefore), "Enter a day and a time, or nothing."))
            : (
                new TokenInput(
                    Name,
                    Level,
                    Administer,
                    IsLimited ? [.. Stores] : null,
                    expires,
                    from,
                    Lines(Allowed),
                    Lines(Denied),
                    MayIssueLonger && Administer
                ),
                null
            );
    }

    private Expiry? Expiry() =>
        Expires switch
        {
            Unchanged => default(Expiry),
            Never => Vault.Tokens.Expiry.Never,
            OnMoment => Find(Moment) is { } at ? new Expiry(at) : null,
            _ => Vault.Tokens.Expiry.After(TimeSpan.FromDays(int.Parse(Expires, CultureInfo.InvariantCulture))),
        };

    private static DateTimeOffset? Find(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static string Text(DateTimeOffset? at) =>
        at is { } moment ? moment.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture) : "";

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
