using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Tests.Shell;

public sealed class Relative_time : BunitContext
{
    [Theory]
    [InlineData("00:00:10", "just now")]
    [InlineData("-00:00:10", "just now")]
    [InlineData("00:01:00", "1 minute ago")]
    [InlineData("00:59:20", "59 minutes ago")]
    [InlineData("00:59:40", "1 hour ago")]
    [InlineData("23:40:00", "1 day ago")]
    [InlineData("29.00:00:00", "29 days ago")]
    [InlineData("31.00:00:00", "1 month ago")]
    [InlineData("349.00:00:00", "11 months ago")]
    [InlineData("360.00:00:00", "1 year ago")]
    [InlineData("-7.00:00:00", "in 7 days")]
    public void A_relative_time_uses_the_largest_unit_that_fits(string passed, string words) =>
        Assert.Equal(words, RelativeTime.Format(TimeSpan.Parse(passed, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_relative_time_contains_the_exact_UTC_time_for_people_and_machines()
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(now));

        var time = Render<RelativeTime>(p => p.Add(t => t.At, new DateTimeOffset(2026, 3, 1, 12, 30, 0, TimeSpan.FromHours(2))))
            .Find("time");

        Assert.Equal("2 hours ago", time.TextContent);
        Assert.Equal("2026-03-01T10:30:00Z", time.GetAttribute("datetime"));
        Assert.Equal("2026-03-01 10:30:00 UTC", time.GetAttribute("title"));
    }
}
