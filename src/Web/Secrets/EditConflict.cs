using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Web.Secrets;

/// <summary>Describes, in sentences, what another member changed between two readings of a secret.</summary>
internal static class EditConflict
{
    public static IReadOnlyList<string> Describe(SecretDetail before, SecretDetail now)
    {
        if (now.Status == SecretStatus.Deleted)
        {
            return ["It was deleted."];
        }
        var changes = new List<string>();
        if (now.Version != before.Version)
        {
            changes.Add(
                $"The value was replaced: version {now.Version} instead of {before.Version}. Save with an empty value field to keep it."
            );
        }
        if (now.Scopes != before.Scopes)
        {
            changes.Add($"The scopes are now {ScopeNames.Describe(now.Scopes)}; they were {ScopeNames.Describe(before.Scopes)}.");
        }
        foreach (var field in SecretField.All.Where(f => f.Of(now.Description) != f.Of(before.Description)))
        {
            changes.Add(
                field.Of(now.Description) is { Length: > 0 } text
                    ? $"The {field.WireName} is now “{text}”."
                    : $"The {field.WireName} was removed."
            );
        }
        return changes;
    }
}
