namespace SecretsDashboard.Vault.Storage;

/// <summary>Lets one process at a time open a data folder, so that the next ones find key, database and schema complete.</summary>
/// <remarks>It is a lock of the operating system, which ends with its process in any case. The file stays: if it were deleted, two
/// processes could each hold a lock.</remarks>
internal static class StartLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50),
        MaxWait = TimeSpan.FromMinutes(2);

    /// <exception cref="StartupException">The folder is not writable, or another process does not finish its start.</exception>
    public static IDisposable Take(string directory)
    {
        var path = Path.Combine(directory, "starting.lock");
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path, Options());
            }
            catch (IOException) when (File.Exists(path) && waited < MaxWait)
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
