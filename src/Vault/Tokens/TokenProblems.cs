namespace SecretsDashboard.Vault.Tokens;

internal static class TokenProblems
{
    public static Problem NotFound { get; } = Problem.NotFound("token_not_found", "This token was not found. It may have been deleted.");

    /// <summary>Null unless it is a member's own token and the caller manages the account's tokens.</summary>
    public static Problem? Foreign(TokenSide side, string? ownerId, string? ownerEmail) =>
        side == TokenSide.Own || ownerId is null
            ? null
            : Problem.Invalid(
                "token_of_member",
                $"This is {ownerEmail}'s own token: only they can change or roll it. You can disable or delete it."
            );

    /// <summary>Null unless the calling token would change itself: it could extend its rights and its lifetime.</summary>
    public static Problem? Itself(OperationContext context, ApiToken token) =>
        context.Token?.Value != token.Id
            ? null
            : Problem.Invalid("token_is_itself", "A token can't change its own rights. Use another token, or the dashboard.");

    /// <summary>Null if the token was not changed since this revision.</summary>
    public static Problem? Conflict(ApiToken token, int? revision) =>
        revision is null || revision == token.Revision
            ? null
            : Problem.Conflict("conflict", $"Someone else changed '{token.Name}' in the meantime. Load it again, then repeat your change.");

    /// <param name="missing">The roles that its owner lacks, in words.</param>
    public static Problem AboveRights(string missing) =>
        Problem.Invalid(
            "token_above_own_rights",
            $"A token can't exceed its owner's rights: this one needs {missing}. "
                + "Choose a lower level or other stores, or ask a Super Administrator for the role.",
            nameof(TokenInput.Level)
        );
}
