using System.Diagnostics;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>A disk of a few megabytes in memory, mounted as a server's data folder. It needs root on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;
    private bool _isMounted;

    public SmallDisk(string folder, int megabytes)
    {
        _folder = folder;
        SkipReason = OperatingSystem.IsLinux()
            ? Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0700", "tmpfs", folder)
            : "A small disk is mounted on Linux alone.";
        _isMounted = SkipReason is null;
    }

    /// <summary>Why this machine has none; null when it is there.</summary>
    public string? SkipReason { get; }

    private string FillerFile => Path.Combine(_folder, "ballast");

    /// <summary>Takes all the room that is left, to the last byte.</summary>
    public void Fill()
    {
        using var filler = new FileStream(FillerFile, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 * 1024];
        for (var size = block.Length; size > 0; size /= 2)
        {
            while (Fits(filler, block.AsSpan(0, size))) { }
        }
    }

    /// <summary>Takes room until so many bytes are left.</summary>
    public void FillBut(long left)
    {
        using var filler = new FileStream(FillerFile, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 * 1024];
        while (new DriveInfo(_folder).AvailableFreeSpace > left)
        {
            filler.Write(block);
        }
    }

    public void Free() => File.Delete(FillerFile);

    public void Dispose()
    {
        if (_isMounted)
        {
            _isMounted = false;
            var whyNot = Run("umount", _folder) is null ? null : Run("umount", "--lazy", _folder);
            Debug.Assert(whyNot is null, whyNot);
        }
    }

    private static bool Fits(FileStream file, ReadOnlySpan<byte> block)
    {
        try
        {
            file.Write(block);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <returns>Null when it went well, or what it said.</returns>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program} ended with {process.ExitCode}: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"{program} can't be started: {e.Message}";
        }
    }
}
