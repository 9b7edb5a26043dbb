using System.Text.Json;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Web.Audit;

/// <summary>Labels for audit rows on screen.</summary>
internal static class AuditLabels
{
    public static string Of(AuditResult result) =>
        result switch
        {
            AuditResult.Done => "Done",
            AuditResult.Refused => "Refused",
            AuditResult.Failed => "Failed",
        };

    public static string Of(ActorKind kind) =>
        kind switch
        {
            ActorKind.Member => "Member",
            ActorKind.Token => "API token",
            ActorKind.Service => "Service",
            ActorKind.Console => "Server's console",
            ActorKind.Nobody => "Not signed in",
        };

    /// <summary>The requested act.</summary>
    public static string Action(AuditRow row) => row.Act is { } act ? Capital(ActNames.Describe(act)) : "Start a chain of audit rows";

    /// <summary>The caller: by name if there is one.</summary>
    public static string Actor(AuditRow row) => Actor(row.ActorKind, row.ActorName);

    public static string Actor(ActivityRow row) => Actor(row.ActorKind, row.ActorName);

    // The log stores a service's name; a missing name is hidden from this reader.
    private static string Actor(ActorKind kind, string? name) =>
        name is { Length: > 0 } ? name
        : kind == ActorKind.Service ? "A service outside your reach"
        : Of(kind);

    public static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>The details as names and texts, sorted by name. Empty when there are none; unreadable details are returned
    /// as one text.</summary>
    public static IReadOnlyDictionary<string, string> Details(string? json)
    {
        var details = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (json is null)
        {
            return details;
        }
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                details[property.Name] = property.Value.ValueKind switch
                {
                    JsonValueKind.True => "yes",
                    JsonValueKind.False => "no",
                    _ => property.Value.ToString(),
                };
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            details["unreadable"] = json; // The row was tampered with; the verification on the console names it.
        }
        return details;
    }
}
