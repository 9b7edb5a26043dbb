using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Secrets;

/// <summary>Labels for secrets on screen.</summary>
internal static class SecretLabels
{
    public static string Of(SecretStatus status) =>
        status switch
        {
            SecretStatus.Pending => "Pending",
            SecretStatus.Active => "Active",
            SecretStatus.Deleted => "Deleted",
        };

    public static Tone ToneOf(SecretStatus status) =>
        status switch
        {
            SecretStatus.Pending => Tone.Warning,
            SecretStatus.Active => Tone.Good,
            SecretStatus.Deleted => Tone.Bad,
        };

    /// <summary>The options of the status filter; the address has them in lower case.</summary>
    public static IReadOnlyList<(string Value, string Text)> StatusOptions { get; } =
    [.. Enum.GetValues<SecretStatus>().Select(s => (Of(s).ToLowerInvariant(), Of(s)))];

    public static SecretStatus? Find(string? status) =>
        Enum.GetValues<SecretStatus>().Where(s => Of(s).ToLowerInvariant() == status).Select(s => (SecretStatus?)s).FirstOrDefault();
}
