using System.Text.Json;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Web.Audit;

/// <summary>The words of audit rows on screen.</summary>
internal static class AuditWords
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

    /// <summary>What was asked.</summary>
    public static string What(AuditRow row) => row.Act is { } act ? Capital(ActNames.Describe(act)) : "Start a chain of audit rows";

    /// <summary>Who asked: a name where there is one.</summary>
    public static string Who(AuditRow row) => Who(row.ActorKind, row.ActorName);

    public static string Who(ActivityRow row) => Who(row.ActorKind, row.ActorName);

    // The log keeps what a service is called; a name that is missing is kept from this reader.
    private static string Who(ActorKind kind, string? name) =>
        name is { Length: > 0 } ? name
        : kind == ActorKind.Service ? "A service outside your reach"
        : Of(kind);

    public static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>The details as names and texts, in the order of the names. Empty when there are none, or when they can't be read.</summary>
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
            details["unreadable"] = json; // Somebody changed the row; the verification on the console names it.
        }
        return details;
    }
}
