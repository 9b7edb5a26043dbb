using SecretsDashboard.Client.Configuration;

namespace SecretsDashboard.Client.Tests;

/// <summary>The duration of a refusal determines when the values are removed, so it must be measured reliably.</summary>
public sealed class The_connection_state
{
    private static readonly SecretsDashboardException Refusal = new(SecretsDashboardFailure.UnknownCaller, "refused"),
        Unreachable = new(SecretsDashboardFailure.Unreachable, "away");

    private readonly JumpingClock _clock = new();
    private readonly ConnectionTracker _connection;

    public The_connection_state()
    {
        _connection = new ConnectionTracker(_clock);
        _connection.RecordMessage();
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public void The_duration_of_a_rejection_is_not_affected_by_a_clock_that_jumps(int days)
    {
        _connection.RecordFailure(Refusal);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _clock.Jump(TimeSpan.FromDays(days));

        Assert.Equal(TimeSpan.FromMinutes(1), _connection.RefusedFor);
    }

    [Fact]
    public void The_contact_stays_refused_while_the_server_is_unreachable_until_it_answers_again()
    {
        _connection.RecordFailure(Refusal);
        _clock.Advance(TimeSpan.FromMinutes(3));
        _connection.RecordFailure(Unreachable);
        _clock.Advance(TimeSpan.FromMinutes(3));
        _connection.RecordFailure(Refusal);

        Assert.Equal((ConnectionState.Refused, TimeSpan.FromMinutes(6)), (_connection.Now.State, _connection.RefusedFor));
        _connection.RecordMessage();
        _connection.RecordFailure(Unreachable);
        Assert.Equal((ConnectionState.Unreachable, TimeSpan.Zero), (_connection.Now.State, _connection.RefusedFor));
    }

    [Fact]
    public void The_contact_reports_the_time_of_the_first_failure_and_not_of_the_latest_one()
    {
        _connection.RecordFailure(Unreachable);
        var since = _connection.Now.Since;
        _clock.Advance(TimeSpan.FromMinutes(3));
        _connection.RecordFailure(Unreachable);

        Assert.Equal(since, _connection.Now.Since);
    }

    private sealed class JumpingClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private long _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _passed;

        public void Jump(TimeSpan by) => _now += by;

        public void Advance(TimeSpan time) => (_now, _passed) = (_now + time, _passed + time.Ticks);
    }
}
