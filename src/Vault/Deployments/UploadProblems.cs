using SecretsDashboard.Vault.Bindings;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>What can be wrong with an upload of a Worker. Never repeats what may be a value.</summary>
public static class UploadProblems
{
    /// <param name="place">A pointer into the metadata.</param>
    public static Problem Invalid(string message, string? place = null) => new("worker_upload_invalid", message, place);

    public static Problem TooLarge(int mostBytes) => new("worker_upload_too_large",
        $"The modules of a Worker may have {mostBytes:N0} bytes together (setting Limits:WorkerUploadBytes), and its metadata a megabyte.");

    internal static Problem ValueInUpload(string place) => new("worker_upload_has_value",
        "A secret_text or secret_key binding carries its value in the upload, and this server takes no value there. Put the value into a store "
        + "(wrangler secrets-store secret create), and bind it by secrets_store_secrets.", place);

    internal static Problem TooManyBindings { get; } =
        new("maximum_bindings_exceeded", $"A Worker has at most {BindSecret.MaxBindings:N0} bindings, those that it keeps included.") { Subject = $"max {BindSecret.MaxBindings}" };

    internal static Problem NotInherited(string name) => new("inherit_binding_invalid",
        $"inherit binding '{name}' is invalid: the Worker has no binding of that name that could be taken over.");
}
