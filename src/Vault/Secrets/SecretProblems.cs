namespace SecretsDashboard.Vault.Secrets;

internal static class SecretProblems
{
    public static Problem NotFound { get; } = Problem.NotFound("secret_not_found", "This secret was not found. It may have been deleted.");

    public static Problem Conflict { get; } =
        Problem.Conflict(
            "conflict",
            "Someone else changed this secret in the meantime. Your changes are not saved yet: look at what changed, then save again."
        );

    public static Problem NameImmutable { get; } =
        Problem.Invalid(
            "secret_name_immutable",
            "A secret's name can't be changed, because services are bound to it by that name. "
                + "Duplicate the secret under the new name, then delete this one.",
            "Name"
        );

    public static Problem Unreadable { get; } =
        Problem.Fault(
            "secret_value_unreadable",
            "The stored value can't be decrypted: its row was changed, moved or encrypted with another key. Nothing was done. "
                + "Give the secret a new value, or restore the database from its backup."
        );

    public static Problem InUse(string message, IReadOnlyList<Dependant> dependants) =>
        Problem.Conflict("secret_in_use", message, dependants: dependants);
}
