namespace SecretsDashboard.Vault.Storage;

/// <summary>Lets one process at a time open a data folder, so that the next ones find key, database and schema complete.</summary>
internal static class StartLock
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    /// <exception cref="StartupException">The folder is not writable, or another process does not finish its start.</exception>
    public static IDisposable Take(string directory)
    {
        try
        {
            return PrivateFile.Lock(Path.Combine(directory, "starting.lock"), MaxWait)
                ?? throw new StartupException(
                    $"Another process has been starting on '{directory}' for minutes. Stop it, then start again. Nothing was changed."
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data folder '{directory}' is not writable: {e.Message}");
        }
    }
}
