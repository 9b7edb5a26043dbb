namespace SecretsDashboard.Vault.Deployments;

/// <summary>One file of a Worker. Its name is only a key, never a path on this machine.</summary>
public sealed record UploadedModule(string? Name, string ContentType, byte[] Content)
{
    /// <summary>The maximum number of modules of an upload.</summary>
    public const int MaxModules = 1_000;

    private const int MaxNameLength = 512;

    internal static IEnumerable<Problem> Check(IReadOnlyList<UploadedModule> modules, string? main, int maxBytes)
    {
        if (modules.Count is 0 or > MaxModules)
        {
            yield return UploadProblems.Invalid($"An upload has 1 to {MaxModules:N0} modules, each in its own part beside the metadata.");
        }
        else if (modules.Any(m => !IsName(m.Name)))
        {
            yield return UploadProblems.Invalid(
                $"A module's name has 1 to {MaxNameLength} printable characters, does not begin with /, and does not contain \\ or .."
            );
        }
        else if (modules.DistinctBy(m => m.Name).Count() < modules.Count)
        {
            yield return UploadProblems.Invalid("Two modules have the same name.");
        }
        else if (main is null || modules.All(m => m.Name != main))
        {
            yield return UploadProblems.Invalid(
                "main_module (or body_part) must be the name of one of the uploaded modules.",
                "/main_module"
            );
        }
        if (modules.Sum(m => (long)m.Content.Length) > maxBytes)
        {
            yield return UploadProblems.TooLarge(maxBytes);
        }
    }

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength }
        && name[0] != '/'
        && !name.Contains('\\', StringComparison.Ordinal)
        && !name.Split('/').Contains("..")
        && !name.Any(c => char.IsControl(c) || char.IsSurrogate(c));
}
