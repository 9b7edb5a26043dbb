namespace SecretsDashboard.Vault.Storage;

/// <summary>How many changes of bindings are kept for followers that reconnect.</summary>
internal static class BindingChangeLimits
{
    /// <summary>A follower that reconnects after a longer time reads everything again.</summary>
    public const int MaxDays = 7;

    /// <summary>The maximum number of stored changes, whatever their age.</summary>
    public const int MaxRows = 100_000;
}
