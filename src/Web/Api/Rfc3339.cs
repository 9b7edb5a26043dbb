using System.Globalization;
using System.Text.RegularExpressions;

namespace SecretsDashboard.Web.Api;

/// <summary>Parses a time in RFC 3339 format (section 5.6): a date and a time of day with its offset from UTC, in upper or
/// lower case, with any number of fraction digits.</summary>
/// <remarks>Times are truncated to milliseconds, as in the database. A leap second is
/// the first moment of the next minute, as in POSIX time.</remarks>
internal static partial class Rfc3339
{
    private const int FractionDigits = 3;

    /// <summary>Null for anything else, and for a moment before the year 1 or after 9999 in UTC.</summary>
    public static DateTimeOffset? Find(string text)
    {
        if (Pattern.Match(text) is not { Success: true } match)
        {
            return null;
        }
        int Part(string name) => int.Parse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var second = Part("second");
        return
            DateTime.TryParseExact(
                $"{match.Groups["date"].ValueSpan} {match.Groups["minute"].ValueSpan}",
                "yyyy-MM-dd HH:mm",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var minute
            )
            && OffsetOf(match) is { } offset
            && Plus(minute, -offset) is { } utcMinute
            && (second < 60 || IsEndOfMonth(utcMinute))
            && Plus(utcMinute, Beyond(match, second)) is { } utc
            ? new DateTimeOffset(utc, TimeSpan.Zero)
            : null;
    }

    // Fractions of a leap second are ignored.
    private static TimeSpan Beyond(Match match, int second) =>
        TimeSpan.FromMilliseconds(
            second * 1_000
                + (second == 60 ? 0 : int.Parse($"{match.Groups["fraction"].Value}000"[..FractionDigits], CultureInfo.InvariantCulture))
        );

    private static TimeSpan? OffsetOf(Match match)
    {
        var written = match.Groups["offset"].ValueSpan;
        if (written.IsEmpty)
        {
            return TimeSpan.Zero; // Z
        }
        var (hours, minutes) = (
            int.Parse(written[1..3], CultureInfo.InvariantCulture),
            int.Parse(written[4..], CultureInfo.InvariantCulture)
        );
        return hours > 23 || minutes > 59 ? null : (written[0] == '-' ? -1 : 1) * new TimeSpan(hours, minutes, 0);
    }

    // Leap seconds are inserted at the end of a month in UTC, and nowhere else.
    private static bool IsEndOfMonth(DateTime minute) =>
        minute is { Hour: 23, Minute: 59 } && minute.Day == DateTime.DaysInMonth(minute.Year, minute.Month);

    private static DateTime? Plus(DateTime time, TimeSpan more)
    {
        var ticks = time.Ticks + more.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Unspecified) : null;
    }

    [GeneratedRegex(
        @"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<minute>[0-9]{2}:[0-9]{2}):(?<second>[0-5][0-9]|60)"
            + @"(\.(?<fraction>[0-9]+))?([Zz]|(?<offset>[+-][0-9]{2}:[0-9]{2}))\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pattern { get; }
}
