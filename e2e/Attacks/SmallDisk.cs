using System.Diagnostics;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>A disk of a few megabytes in memory, mounted where a server's data is to lie. It takes root's rights on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;
    private bool _isMounted;

    public SmallDisk(string folder, int megabytes)
    {
        _folder = folder;
        WhyNot = OperatingSystem.IsLinux()
            ? Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0700", "tmpfs", folder)
            : "A small disk is mounted on Linux alone.";
        _isMounted = WhyNot is null;
    }

    /// <summary>Why this machine has none; null when it is there.</summary>
    public string? WhyNot { get; }

    private string Ballast => Path.Combine(_folder, "ballast");

    /// <summary>Takes all the room that is left, to the last byte.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 * 1024];
        for (var size = block.Length; size > 0; size /= 2)
        {
            while (Fits(ballast, block.AsSpan(0, size))) { }
        }
    }

    /// <summary>Takes room until so many bytes are left.</summary>
    public void FillBut(long left)
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 * 1024];
        while (new DriveInfo(_folder).AvailableFreeSpace > left)
        {
            ballast.Write(block);
        }
    }

    public void Free() => File.Delete(Ballast);

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
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program} ended with {process.ExitCode}: {said.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"{program} can't be started: {e.Message}";
        }
    }
}
