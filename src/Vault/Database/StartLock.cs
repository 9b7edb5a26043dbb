namespace SecretsDashboard.Vault.Database;

/// <summary>Lets one process at a time open a data folder: what the first one makes
/// (key, database, schema) the next ones find whole.</summary>
/// <remarks>The lock is the operating system's and ends with its process, however that ends. The
/// file stays: deleting it would let two processes hold a lock each.</remarks>
internal static class StartLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50),
        Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="StartupException">Nothing can be written to the folder, or another process does not end its start.</exception>
    public static IDisposable Take(string directory)
    {
        var path = Path.Combine(directory, "starting.lock");
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path, Options());
            }
            catch (IOException) when (File.Exists(path) && waited < Patience)
            {
                Thread.Sleep(Pause);
            }
            catch (IOException) when (File.Exists(path))
            {
                throw new StartupException(
                    $"Another process has been starting on '{directory}' for minutes. Stop it, then start again. Nothing was changed."
                );
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new StartupException($"The data folder '{directory}' is not writable: {e.Message}");
            }
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return options;
    }
}
