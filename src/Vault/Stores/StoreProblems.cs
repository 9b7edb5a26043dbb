namespace SecretsDashboard.Vault.Stores;

internal static class StoreProblems
{
    public static Problem NotFound { get; } = new("store_not_found", "This store does not exist, or no longer.");
}
