using System.Globalization;

namespace SecretsDashboard.Vault.Workloads;

/// <summary>The input for a workload's mapping. All three values are compared exactly; surrounding spaces are removed.</summary>
/// <param name="Issuer">A configured issuer: the claim <c>iss</c>.</param>
/// <param name="Subject">The claim <c>sub</c>; 1 to 512 printable characters without <c>*</c>, which would look like a pattern
/// and match nothing. For a service account of Kubernetes: <c>system:serviceaccount:NAMESPACE:NAME</c>.</param>
/// <param name="Audience">One of the audiences in the claim <c>aud</c>; 1 to 512 printable characters without <c>*</c>.</param>
public sealed record WorkloadInput(string? Issuer, string? Subject, string? Audience)
{
    /// <summary>The maximum length of a subject or an audience, in characters.</summary>
    public const int MaxLength = 512;

    internal WorkloadInput Trimmed => new((Issuer ?? "").Trim(), (Subject ?? "").Trim(), (Audience ?? "").Trim());

    internal List<Problem> Check(IReadOnlyList<string> issuers)
    {
        Problem?[] found =
        [
            CheckIssuer(issuers),
            CheckText(Subject!, "subject", nameof(Subject)),
            CheckText(Audience!, "audience", nameof(Audience)),
        ];
        return [.. found.OfType<Problem>()];
    }

    private Problem? CheckIssuer(IReadOnlyList<string> issuers) =>
        Issuer!.Length == 0 ? Problem.Invalid("workload_issuer_empty", $"Choose an issuer. {AddTo(issuers)}", nameof(Issuer))
        : !issuers.Contains(Issuer, StringComparer.Ordinal)
            ? Problem.Invalid("workload_issuer_unknown", $"This issuer is not configured. {AddTo(issuers)}", nameof(Issuer))
        : null;

    private static string AddTo(IReadOnlyList<string> issuers) =>
        issuers.Count == 0
            ? "The server trusts no issuer yet: its setting Workloads:Issuers lists the trusted ones."
            : $"The server trusts {string.Join(", ", issuers)}.";

    private static Problem? CheckText(string text, string claim, string field) =>
        text.Length == 0 ? Problem.Invalid($"workload_{claim}_empty", $"Enter the {claim} exactly as it is in the workload's token.", field)
        : text.Length > MaxLength
            ? Problem.Invalid($"workload_{claim}_too_long", $"The {claim} of a workload has at most {MaxLength} characters.", field)
        : text.Any(c =>
            char.IsControl(c)
            || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        ) || text.Contains('\uFFFD', StringComparison.Ordinal)
            ? Problem.Invalid($"workload_{claim}_invalid", $"The {claim} of a workload can contain only visible characters.", field)
        : text.Contains('*', StringComparison.Ordinal)
            ? Problem.Invalid(
                $"workload_{claim}_pattern",
                $"The {claim} is compared character by character: a * is not a wildcard, so this would never match. "
                    + $"Patterns are not supported; map each workload by its whole {claim}.",
                field
            )
        : null;
}
