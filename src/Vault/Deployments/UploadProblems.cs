using SecretsDashboard.Vault.Bindings;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>The problems of an upload of a Worker. They never repeat text that may be a value.</summary>
public static class UploadProblems
{
    /// <param name="place">A JSON pointer into the metadata.</param>
    public static Problem Invalid(string message, string? place = null) => Problem.Invalid("worker_upload_invalid", message, place);

    public static Problem TooLarge(int maxBytes) =>
        Problem.TooLarge(
            "worker_upload_too_large",
            $"The modules of a Worker are limited to {maxBytes:N0} bytes in total (setting Limits:WorkerUploadBytes), "
                + "and its metadata to one megabyte."
        );

    internal static Problem ValueInUpload(string place) =>
        Problem.Invalid(
            "worker_upload_has_value",
            "A secret_text or secret_key binding carries its value in the upload, which this server does not accept. "
                + "Put the value into a store "
                + "(wrangler secrets-store secret create), then bind it with secrets_store_secrets.",
            place
        );

    internal static Problem TooManyBindings { get; } =
        Problem.Limit(
            "maximum_bindings_exceeded",
            $"A Worker has at most {BindSecret.MaxBindings:N0} bindings, including those that it keeps."
        ) with
        {
            Subject = $"max {BindSecret.MaxBindings}",
        };

    internal static Problem NotInherited(string name) =>
        Problem.Invalid(
            "inherit_binding_invalid",
            $"inherit binding '{name}' is invalid: the Worker has no binding of that name that could be taken over."
        );
}
