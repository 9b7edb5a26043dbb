namespace SecretsDashboard.Vault.Secrets;

internal static class SecretProblems
{
    public static Problem NotFound { get; } = new("secret_not_found", "This secret does not exist, or no longer.");

    public static Problem InUse(string message, IReadOnlyList<Dependant> dependants) => new("secret_in_use", message, Dependants: dependants);
}
