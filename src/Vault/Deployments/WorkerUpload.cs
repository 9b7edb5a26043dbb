using System.Text.RegularExpressions;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Bindings;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>The content of an upload of a Worker. No part of it is a value of a secret: bindings contain only names.</summary>
/// <param name="MainModule">The name of the entry module.</param>
/// <param name="CompatibilityDate">For example 2026-01-31; null if not specified.</param>
/// <param name="KeptTypes">Existing bindings that the upload does not name are kept if they have one of these types.</param>
public sealed partial record WorkerUpload(
    string? MainModule,
    string? CompatibilityDate,
    IReadOnlyList<string?> CompatibilityFlags,
    IReadOnlyList<UploadedBinding> Bindings,
    IReadOnlyList<string?> KeptTypes,
    IReadOnlyList<UploadedModule> Modules
)
{
    /// <summary>The maximum number of flags of an upload.</summary>
    public const int MaxFlags = 100;

    /// <summary>An upload whose content is not known yet.</summary>
    public static WorkerUpload Unread { get; } = new(null, null, [], [], [], []);

    /// <summary>The secrets that the checks need. A malformed binding refers
    /// to no secret; because of it, the upload fails later anyway.</summary>
    internal UploadedSecrets Secrets =>
        new(
            [
                .. Bindings
                    .Where((b, i) => (b.IsSecret || b.IsInherited) && b.Check(i) is null)
                    .Select(b =>
                        b.IsSecret
                            ? new SecretUse(b.Name ?? "", b.Store, b.SecretName)
                            : new SecretUse(b.Name ?? "", default, null, b.OldName ?? b.Name ?? "")
                    ),
            ],
            KeptTypes.Contains(UploadedBinding.Secret),
            Bindings.Select(b => b.Name ?? "").ToHashSet(StringComparer.Ordinal)
        );

    internal List<Problem> Check(int maxBytes)
    {
        List<Problem> problems = [.. Bindings.Select((b, i) => b.Check(i)).OfType<Problem>()];
        if (Bindings.GroupBy(b => b.Name).FirstOrDefault(g => g.Count() > 1) is { Key: { } twice } && problems.Count == 0)
        {
            problems.Add(UploadProblems.Invalid($"The upload names the binding {twice} twice. Names must be unique.", "/bindings"));
        }
        if (Bindings.Count > BindSecret.MaxBindings)
        {
            problems.Add(UploadProblems.TooManyBindings);
        }
        if (CompatibilityDate is { } date && !DatePattern.IsMatch(date))
        {
            problems.Add(UploadProblems.Invalid("The compatibility date must look like 2026-01-31.", "/compatibility_date"));
        }
        if (CompatibilityFlags.Count > MaxFlags || CompatibilityFlags.Any(f => f is null || !FlagPattern.IsMatch(f)))
        {
            problems.Add(
                UploadProblems.Invalid(
                    $"Compatibility flags are at most {MaxFlags} words of lower-case letters, digits, _ and :.",
                    "/compatibility_flags"
                )
            );
        }
        problems.AddRange(UploadedModule.Check(Modules, MainModule, maxBytes));
        return problems;
    }

    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DatePattern { get; }

    [GeneratedRegex(@"\A[a-z0-9_:]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FlagPattern { get; }
}
