using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Web.Audit;

/// <summary>Describes the result of an act in a few words: "Edit a secret (new value, version 2)".</summary>
internal static class ActivityLabels
{
    public static string Of(ActivityRow row)
    {
        var words = AuditLabels.Capital(ActNames.Describe(row.Act));
        var more = string.Join(", ", More(row, AuditLabels.Details(row.Details)));
        return more.Length == 0 ? words : $"{words} ({more})";
    }

    private static IEnumerable<string> More(ActivityRow row, IReadOnlyDictionary<string, string> details) =>
        [.. OfBinding(row, details), .. row.Act == Act.Deploy ? OfDeployment(details) : [], .. OfSecret(details)];

    private static IEnumerable<string> OfBinding(ActivityRow row, IReadOnlyDictionary<string, string> details)
    {
        if (row is { Act: Act.Resolve, TargetName: { } refused } && !details.ContainsKey("variable"))
        {
            yield return refused;
        }
        if (details.TryGetValue("variable", out var variable))
        {
            yield return details.TryGetValue("secret", out var secret) ? $"{variable}, {secret}" : variable;
        }
    }

    private static IEnumerable<string> OfSecret(IReadOnlyDictionary<string, string> details)
    {
        if (details.TryGetValue("duplicated_from", out var source))
        {
            yield return $"from {source}";
        }
        if (details.GetValueOrDefault("value_modified") == "yes")
        {
            yield return $"new value, version {details.GetValueOrDefault("version")}";
        }
        if (details.TryGetValue("scopes_before", out _) && details.TryGetValue("scopes", out var scopes))
        {
            yield return $"scopes now {scopes.Replace(",", ", ", StringComparison.Ordinal)}";
        }
        foreach (var field in SecretField.All.Where(f => details.GetValueOrDefault(f.AuditName) == "yes"))
        {
            yield return field.WireName;
        }
        if (details.GetValueOrDefault("forced") == "yes" && details.GetValueOrDefault("bindings_broken") is { } broken and not "0")
        {
            yield return $"by force, {broken} {(broken == "1" ? "binding" : "bindings")} broken";
        }
    }

    private static IEnumerable<string> OfDeployment(IReadOnlyDictionary<string, string> details)
    {
        foreach (
            var (name, words) in new[]
            {
                ("version", "version"),
                ("bound", "bound"),
                ("unbound", "unbound"),
                ("refused_bindings", "refused:"),
            }
        )
        {
            if (details.GetValueOrDefault(name) is { Length: > 0 } said)
            {
                yield return $"{words} {said}";
            }
        }
    }
}
