namespace SecretsDashboard.Vault.Tokens;

internal static class TokenProblems
{
    public static Problem NotFound { get; } = new("token_not_found", "This token does not exist, or no longer.");

    /// <param name="missing">The roles that its owner does not hold, in words.</param>
    public static Problem AboveRights(string missing) => new("token_above_own_rights",
        $"A token is never above its owner's rights: this one needs {missing}. Choose a lower level or other stores, or ask a Super Administrator for the role.", nameof(TokenInput.Level));
}
