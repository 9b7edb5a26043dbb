using System.Net;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Anonymous;

/// <summary>Rejects unauthenticated clients while the data disk is below its reserve, on every kind of endpoint, and logs
/// it once a minute.</summary>
internal sealed partial class LowDiskRefusals(OpenVault vault, TimeProvider time, ILogger<LowDiskRefusals> log)
{
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly MinuteCounter _refused = new(time);

    /// <summary>Whether disk space is low; if so, the rejection is counted.</summary>
    public bool Refuses(IPAddress? network)
    {
        if (vault.Disk.Shortage is not { } shortage)
        {
            return false;
        }
        if (_refused.CountEvent() is { } count)
        {
            Refused(log, count, network, shortage.Free >> 20, shortage.Reserve >> 20);
        }
        return true;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Refused {Count} requests of unauthenticated clients, the latest from {Network}: the disk under the data has {Free} MiB left, "
            + "and the reserve (Limits:DiskReserveMegabytes) is {Reserve}. Further ones are logged once a minute."
    )]
    private static partial void Refused(ILogger log, long count, IPAddress? network, long free, long reserve);
}
