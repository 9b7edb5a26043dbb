namespace SecretsDashboard.Vault.Secrets;

internal static class SecretProblems
{
    public static Problem NotFound { get; } = new("secret_not_found", "This secret does not exist, or no longer.");

    public static Problem Conflict { get; } = new("conflict", "Somebody else changed this secret meanwhile. Nothing of yours was saved yet: look at what changed, then save again.");

    public static Problem NameImmutable { get; } = new("secret_name_immutable",
        "A secret's name never changes, because services were bound to it by that name. Duplicate the secret under the new name, then delete this one.", "Name");

    public static Problem Unreadable { get; } = new("secret_value_unreadable",
        "The stored value does not open: its row was changed, moved or sealed under another key. Nothing was done. Give the secret a new value, or restore the database from its backup.");

    public static Problem InUse(string message, IReadOnlyList<Dependant> dependants) => new("secret_in_use", message, Dependants: dependants);
}
