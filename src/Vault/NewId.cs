using System.Globalization;

namespace SecretsDashboard.Vault;

/// <summary>Ids of new things: 32 hex characters of a version 7 GUID (RFC 9562), whose 12 bits
/// behind the time count within a millisecond, so that of one process the
/// later thing always has the greater id.</summary>
internal static class NewId
{
    private const int CountBits = 12;
    private const long MaxAhead = 1_000L << CountBits; // A second.

    private static long _last; // The time in milliseconds, and the count below it.

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
            // More in a millisecond than can be counted run ahead of the clock a little,
            // and a clock that was set back a little is waited for.
            var next = last >= first && last - first < MaxAhead ? last + 1 : first;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
