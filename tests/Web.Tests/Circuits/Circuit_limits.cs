using System.Collections;
using System.Reflection;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.E2E.Attacks;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Circuits;

namespace SecretsDashboard.Web.Tests.Circuits;

public sealed class Circuit_limits
{
    private static readonly CircuitOwner Owner = new("session", "member");

    [Fact]
    public async Task A_session_over_its_circuit_limit_is_refused_until_a_page_is_closed()
    {
        await using var host = WebHost.With(("Limits:CircuitsPerSession", "3"));
        using var member = await SignedIn.AsAsync(host, WebTemplate.Members[0]);
        var open = new List<(RawCircuit Connection, string Id)>();
        for (var i = 0; i < 3; i++)
        {
            var connection = await member.ConnectAsync();
            open.Add((connection, Assert.IsType<string>(await connection.StartAsync(SignedIn.Members))));
        }

        await using (var refused = await member.ConnectAsync())
        {
            Assert.Null(await refused.StartAsync(SignedIn.Members));
            await refused.Closed;
            Assert.Single(refused.Errors);
        }
        var page = await member.PageAsync("/members");
        Assert.Contains("Too many pages are open", page, StringComparison.Ordinal);
        Assert.Contains("3 pages", page, StringComparison.Ordinal);

        await member.EndAsync(open[0].Id);
        await using var again = await member.ConnectAsync();
        Assert.NotNull(await again.StartAsync(SignedIn.Members));
        Assert.DoesNotContain("Too many pages are open", await member.PageAsync("/members"), StringComparison.Ordinal);
        await Task.WhenAll(open.Select(o => o.Connection.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_members_sessions_share_one_circuit_limit_and_other_members_have_their_own()
    {
        await using var host = WebHost.With(("Limits:CircuitsPerMember", "2"));
        using var one = await SignedIn.AsAsync(host, WebTemplate.Members[0]);
        using var other = await SignedIn.AsAsync(host, WebTemplate.Members[0]);
        using var otherMember = await SignedIn.AsAsync(host, WebTemplate.Members[1]);
        await using var first = await one.ConnectAsync();
        await using var second = await other.ConnectAsync();
        await using var third = await other.ConnectAsync();
        await using var fourth = await otherMember.ConnectAsync();

        Assert.NotNull(await first.StartAsync(SignedIn.Members));
        Assert.NotNull(await second.StartAsync(SignedIn.Members));
        Assert.Null(await third.StartAsync(SignedIn.Members));
        Assert.NotNull(await fourth.StartAsync(SignedIn.Members));
        Assert.Contains("All your sign-ins together", await other.PageAsync("/members"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_disconnect_without_closing_do_not_lock_their_member_out()
    {
        await using var host = WebHost.With(("Limits:CircuitsPerSession", "2"));
        using var member = await SignedIn.AsAsync(host, WebTemplate.Members[0]);
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await OpenAndDropAsync(member));
        }

        Assert.InRange(CircuitsOf(host), 0, 2); // Those that gave way were ended.
        await using var back = await member.ConnectAsync();
        Assert.False(await back.ConnectAsync(ids[0]));
        Assert.True(await back.ConnectAsync(ids[^1]));
    }

    [Fact]
    public void A_circuit_that_waits_too_long_for_its_browser_ends()
    {
        var time = new FakeTimeProvider();
        var sessions = new CircuitSessions(new CircuitLimits(PerSession: 1, PerMember: 0), time);
        Open(sessions, "one", "circuit");
        sessions.Disconnected("one");
        Assert.True(sessions.TryConnect("two", "token", Owner));

        time.Advance(CircuitLimits.Retention + TimeSpan.FromSeconds(1));

        Assert.False(sessions.TryTakeOver("two", Owner, "circuit"));
        Assert.Null(sessions.TryStart("two", Owner).Problem);
    }

    [Fact]
    public void Only_a_limited_number_of_a_members_circuits_wait_for_their_browser()
    {
        var sessions = new CircuitSessions(new CircuitLimits(0, 0), new FakeTimeProvider());
        for (var i = 0; i < CircuitLimits.RetainedPerMember; i++)
        {
            Open(sessions, $"connection {i}", $"circuit {i}");
            Assert.Empty(sessions.Disconnected($"connection {i}"));
        }
        Open(sessions, "last", "the last circuit");

        Assert.Single(sessions.Disconnected("last"));
    }

    [Fact]
    public void Connections_without_a_circuit_are_limited_too()
    {
        var sessions = new CircuitSessions(new CircuitLimits(PerSession: 2, PerMember: 0), TimeProvider.System);

        var accepted = Enumerable.Range(0, 10).Count(i => sessions.TryConnect($"{i}", null, Owner));

        Assert.Equal(4, accepted);
        sessions.Disconnected("0");
        Assert.True(sessions.TryConnect("again", null, Owner));
        Assert.True(sessions.TryConnect("of another session", null, Owner with { Session = "other" }));
    }

    [Fact]
    public void A_connection_that_takes_over_a_circuit_keeps_it_when_the_old_connection_is_lost()
    {
        var sessions = new CircuitSessions(new CircuitLimits(PerSession: 1, PerMember: 1), TimeProvider.System);
        Open(sessions, "old", "circuit");
        sessions.TryConnect("new", null, Owner);

        Assert.True(sessions.TryTakeOver("new", Owner, "circuit"));
        sessions.Disconnected("old");

        sessions.TryConnect("another", null, Owner);
        // It is connected, and does not give way.
        Assert.IsType<ConnectionProblem.TooManyCircuits>(sessions.TryStart("another", Owner).Problem);
    }

    [Fact]
    public void A_connection_token_can_be_used_only_by_its_session()
    {
        var sessions = new CircuitSessions(new CircuitLimits(0, 0), TimeProvider.System);
        sessions.TryConnect("connection", "token", Owner);

        Assert.True(sessions.MayUse("token", "session"));
        Assert.False(sessions.MayUse("token", "another"));
        Assert.False(sessions.MayUse("token", null));
        Assert.True(sessions.MayUse("unknown", "another"));
        sessions.Disconnected("connection");
        Assert.True(sessions.MayUse("token", "another"));
    }

    [Theory]
    [InlineData("Limits:CircuitsPerSession", "-1")]
    [InlineData("Limits:CircuitsPerMember", "many")]
    public void A_circuit_limit_that_is_not_valid_prevents_the_start(string setting, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting, (string?)value)]).Build();

        Assert.Contains(
            setting,
            Assert.Throws<StartupException>(() => CircuitLimits.From(configuration)).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>Opens a page and drops its connection. Until the server has noticed that
    /// an earlier one is gone, there is no room for another.</summary>
    private static async Task<string> OpenAndDropAsync(SignedIn member)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            timeout.Token.ThrowIfCancellationRequested();
            await using var connection = await member.ConnectAsync();
            if (await connection.StartAsync(SignedIn.Members) is { } id)
            {
                return id;
            }
        }
    }

    /// <summary>How many circuits the framework itself holds.</summary>
    private static int CircuitsOf(WebHost host)
    {
        var type = typeof(CircuitOptions).Assembly.GetTypes().Single(t => t.Name == "CircuitRegistry");
        var registry = host.Services.GetRequiredService(type);
        object Read(string name) => type.GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(registry)!;
        // First: one that is disconnected meanwhile must not be counted twice.
        var disconnected = ((MemoryCache)Read("DisconnectedCircuits")).Count;
        return disconnected + ((ICollection)Read("ConnectedCircuits")).Count;
    }

    private static void Open(CircuitSessions sessions, string connection, string circuit)
    {
        Assert.True(sessions.TryConnect(connection, null, Owner));
        Assert.Null(sessions.TryStart(connection, Owner).Problem);
        sessions.Started(connection, Owner, circuit);
    }
}
