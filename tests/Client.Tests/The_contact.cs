using SecretsDashboard.Client.Configuration;

namespace SecretsDashboard.Client.Tests;

/// <summary>For how long a refusal has lasted decides when values are taken away, so it must be measured well.</summary>
public sealed class The_contact
{
    private static readonly SecretsDashboardException Refusal = new(SecretsDashboardFailure.UnknownCaller, "refused"),
        Away = new(SecretsDashboardFailure.Unreachable, "away");

    private readonly JumpyClock _clock = new();
    private readonly ContactLog _contact;

    public The_contact()
    {
        _contact = new ContactLog(_clock);
        _contact.Heard();
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public void The_duration_of_a_rejection_is_not_affected_by_a_clock_that_jumps(int days)
    {
        _contact.Lost(Refusal);
        _clock.Passes(TimeSpan.FromMinutes(1));
        _clock.Jump(TimeSpan.FromDays(days));

        Assert.Equal(TimeSpan.FromMinutes(1), _contact.RefusedFor);
    }

    [Fact]
    public void The_contact_stays_refused_while_the_server_is_unreachable_until_it_answers_again()
    {
        _contact.Lost(Refusal);
        _clock.Passes(TimeSpan.FromMinutes(3));
        _contact.Lost(Away);
        _clock.Passes(TimeSpan.FromMinutes(3));
        _contact.Lost(Refusal);

        Assert.Equal((ContactState.Refused, TimeSpan.FromMinutes(6)), (_contact.Now.State, _contact.RefusedFor));
        _contact.Heard();
        _contact.Lost(Away);
        Assert.Equal((ContactState.Away, TimeSpan.Zero), (_contact.Now.State, _contact.RefusedFor));
    }

    [Fact]
    public void The_contact_reports_the_time_of_the_first_failure_and_not_of_the_latest_one()
    {
        _contact.Lost(Away);
        var since = _contact.Now.Since;
        _clock.Passes(TimeSpan.FromMinutes(3));
        _contact.Lost(Away);

        Assert.Equal(since, _contact.Now.Since);
    }

    private sealed class JumpyClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private long _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _passed;

        public void Jump(TimeSpan by) => _now += by;

        public void Passes(TimeSpan time) => (_now, _passed) = (_now + time, _passed + time.Ticks);
    }
}
