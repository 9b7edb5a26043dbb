namespace SecretsDashboard.Vault.Storage;

/// <summary>The free space of the disk under the data folder, and the requests that are refused because of it. Each step takes effect
/// before the disk is full, so that the last space is left to the audit rows of services that read: first requests of unauthenticated
/// clients are refused, then changes that add much. Reads fail only if a row really can't be written.</summary>
public sealed class DiskReserve
{
    // The default reserve in bytes; for a disk so small that one twentieth of it is less, that is the reserve.
    private const long DefaultBytes = 200L * 1024 * 1024;
    private const int SmallDiskPart = 20;

    private static readonly TimeSpan CachedFor = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly long? _configured;
    private readonly TimeProvider _time;
    private volatile Measured _measured;

    /// <param name="configured">The reserve in bytes; 0: none; null: the default for this disk.</param>
    internal DiskReserve(string folder, long? configured, TimeProvider time)
    {
        (_folder, _configured, _time) = (folder, configured, time);
        _measured = Measure();
    }

    /// <summary>The free space is below the reserve: unauthenticated clients are refused.</summary>
    public bool IsLow => Current.Free < Current.Reserve;

    /// <summary>The free space is below half the reserve: changes that add much are refused too.</summary>
    public bool IsVeryLow => Current.Free < Current.Reserve / 2;

    /// <summary>The notice for members; null while there is enough space.</summary>
    public DiskShortage? Shortage =>
        Current is var now && now.Free < now.Reserve ? new(now.Free, now.Reserve, now.Free < now.Reserve / 2) : null;

    internal static Problem TooLow { get; } =
        Problem.Unavailable(
            "storage_low",
            "The server is short of disk space and reserves the rest for services that read their values. Nothing was changed. "
                + "Ask the server's administrator to free disk space."
        );

    // The system call takes about a microsecond, but a flood of requests must not cause a flood of calls.
    private Measured Current
    {
        get
        {
            var measured = _measured;
            return _time.GetElapsedTime(measured.At) < CachedFor ? measured : _measured = Measure();
        }
    }

    private Measured Measure()
    {
        try
        {
            // Windows needs the drive; all other systems accept any folder of the file system.
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(_folder)! : _folder);
            return new(
                _time.GetTimestamp(),
                drive.AvailableFreeSpace,
                _configured ?? Math.Min(DefaultBytes, drive.TotalSize / SmallDiskPart)
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(_time.GetTimestamp(), long.MaxValue, 0); // If the space can't be measured, no request is refused.
        }
    }

    private sealed record Measured(long At, long Free, long Reserve);
}

/// <summary>The disk under the data folder has less free space than its reserve. Sizes are bytes.</summary>
/// <param name="RefusesAdditions">Changes that add much are refused, not only unauthenticated clients.</param>
public sealed record DiskShortage(long Free, long Reserve, bool RefusesAdditions);
