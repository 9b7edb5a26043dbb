using System.Globalization;

namespace SecretsDashboard.Vault;

/// <summary>Creates ids: 32 hex characters of a version 7 GUID (RFC 9562). The 12 bits after the time are a counter within the millisecond,
/// so that within a process a later object always has a greater id.</summary>
internal static class NewId
{
    private const int CountBits = 12;
    private const long MaxAhead = 1_000L << CountBits; // One second.

    private static long _last; // The time in milliseconds, followed by the counter.

    public static string At(DateTimeOffset now)
    {
        var position = Next(now.ToUnixTimeMilliseconds());
        var random = Guid.CreateVersion7(now).ToString("N", CultureInfo.InvariantCulture);
        var (milliseconds, count) = (position >> CountBits, position & ((1 << CountBits) - 1));
        return $"{milliseconds:x12}7{count:x3}{random[16..]}";
    }

    private static long Next(long milliseconds)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var first = milliseconds << CountBits;
            // If the counter overflows, ids run ahead of the clock a little; after the
            // clock was set back by up to a second, they continue from the last one.
            var next = last >= first && last - first < MaxAhead ? last + 1 : first;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
