using System.Globalization;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Credentials;

/// <summary>The input for a credential that is issued or rolled.</summary>
public sealed class CredentialForm
{
    public const string Unchanged = "keep",
        OnMoment = "at",
        Never = "never";

    public string Name { get; set; } = "";

    /// <summary>A number of days, or one of the constants above.</summary>
    public string Expires { get; set; } = "90";

    public string Moment { get; set; } = "";
    public string Allowed { get; set; } = "";
    public string Denied { get; set; } = "";

    /// <summary>For how many hours the old value stays valid after a roll.</summary>
    public string Overlap { get; set; } = "24";

    /// <summary>Returns the expiry, or the rejection of an invalid time.</summary>
    public (Expiry Expires, Rejection? Rejection) ReadEnd() =>
        Expires switch
        {
            Unchanged => (default, null),
            Never => (Expiry.Never, null),
            OnMoment => DateTimeOffset.TryParse(Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? (new Expiry(at), null)
                : (default, Rejection.Before(nameof(CredentialInput.Expires), "Enter the day and the time at which the credential ends.")),
            _ => (Expiry.After(TimeSpan.FromDays(int.Parse(Expires, CultureInfo.InvariantCulture))), null),
        };

    public CredentialInput Input(Expiry expires) => new(Name, expires, Lines(Allowed), Lines(Denied));

    public TimeSpan ReadOverlap() => TimeSpan.FromHours(int.Parse(Overlap, CultureInfo.InvariantCulture));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
