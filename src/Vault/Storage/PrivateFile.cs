using System.Runtime.InteropServices;
using System.Text;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Files beside the database that only the server's own user may read.</summary>
internal static class PrivateFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes or replaces a file as a whole: after a power failure, it is either the old or the new one, and once this returns,
    /// the new one, if the file system can flush a folder. Call it only while holding a lock.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished); // A process that was killed may have left it.
        using (var file = new FileStream(unfinished, Options(FileMode.CreateNew)))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>A lock between processes, which the operating system ends with its process. The file stays: if it were deleted, two
    /// processes could each hold a lock.</summary>
    /// <returns>Null if another process holds it.</returns>
    /// <exception cref="IOException">The folder is not writable.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static IDisposable? TryLock(string path)
    {
        var exists = File.Exists(path);
        try
        {
            return new FileStream(path, Options(FileMode.OpenOrCreate));
        }
        catch (IOException) when (exists || File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Waits for a lock. It blocks its thread, so only a start may call it.</summary>
    /// <inheritdoc cref="TryLock"/>
    public static IDisposable? Lock(string path, TimeSpan maxWait)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            if (TryLock(path) is { } held)
            {
                return held;
            }
            if (waited >= maxWait)
            {
                return null;
            }
            Thread.Sleep(Pause);
        }
    }

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        return options;
    }

    /// <summary>A new name is durable only once its folder is. .NET can't open folders, and Windows needs no such call.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var descriptor = Open([.. Encoding.UTF8.GetBytes(folder), 0], 0);
        if (descriptor >= 0)
        {
            _ = Flush(descriptor); // Some file systems refuse it, and there is no other way to ask them.
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
