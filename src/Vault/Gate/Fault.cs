namespace SecretsDashboard.Vault.Gate;

/// <summary>Records an unexpected exception. The exception itself is thrown to the caller after its audit row is durable.</summary>
internal static class Fault
{
    public static Problem Of(Exception e) =>
        e is OperationCanceledException
            ? Problem.Invalid("cancelled", "The caller disconnected. Nothing was changed.")
            : Problem.Fault("fault", "The operation failed unexpectedly. Nothing was changed.");
}
