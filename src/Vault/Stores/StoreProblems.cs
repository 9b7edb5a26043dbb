namespace SecretsDashboard.Vault.Stores;

internal static class StoreProblems
{
    public static Problem NotFound { get; } = Problem.NotFound("store_not_found", "This store was not found. It may have been deleted.");
}
