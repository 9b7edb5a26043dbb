using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Runtime;

/// <summary>Services listen to the real server for what changes under their names.</summary>
public sealed class Following_changes(Served served) : IClassFixture<Served>
{
    private Programs Programs => served.Programs;

    [Fact]
    public async Task Whoever_begins_is_told_where_and_that_nothing_may_be_kept()
    {
        var reader = await Reader.MakeAsync(Programs);
        using var feed = await Feed.OpenAsync(reader);

        Assert.Equal(
            (200, "text/event-stream", true, "no"),
            (feed.Status, feed.Type, feed.Headers.CacheControl?.NoStore, Assert.Single(feed.Headers.GetValues("X-Accel-Buffering")))
        );
        Assert.NotEmpty(Assert.Single(feed.Headers.GetValues("X-Request-Id")));
        Assert.Equal("ready {}", await feed.NextAsync());
        Assert.Matches("^[0-9]+$", feed.LastId);
    }

    [Fact]
    public async Task Each_cause_is_told_within_the_connection()
    {
        var reader = await Reader.MakeAsync(Programs);
        using var feed = await Feed.OpenAsync(reader);
        await feed.NextAsync();

        await TellsAsync(new BindSecret(reader.Service, reader.Secret, "OTHER"), """changed {"name":"OTHER","version":1}""");
        await TellsAsync(new UnbindSecret(reader.Service, "OTHER"), """changed {"name":"OTHER","version":null}""");
        await TellsAsync(Value(reader, "a canary that no event may hold"), """changed {"name":"KEY","version":2}""");
        await TellsAsync(
            new EditSecret(reader.Secret, Revision: null, Scopes: Scopes.Dex, Force: true),
            """changed {"name":"KEY","version":null}"""
        );
        await TellsAsync(new EditSecret(reader.Secret, Revision: null, Scopes: Scopes.Workers), """changed {"name":"KEY","version":2}""");
        await TellsAsync(new DeleteSecret(reader.Secret, Force: true), """changed {"name":"KEY","version":null}""");
        var another = await Reader.MakeAsync(Programs);
        using var second = await Feed.OpenAsync(another);
        await second.NextAsync();
        await Programs.DoAsync(new DeleteStore(another.Store, Force: true));
        Assert.Equal("""changed {"name":"KEY","version":null}""", await second.NextAsync());

        async Task TellsAsync<T>(Operation<T> doing, string told)
        {
            await Programs.DoAsync(doing);
            Assert.Equal(told, await feed.NextAsync());
        }
    }

    [Fact]
    public async Task Whoever_comes_back_is_told_exactly_what_was_missed_once_and_in_order()
    {
        var reader = await Reader.MakeAsync(Programs);
        string? last;
        using (var feed = await Feed.OpenAsync(reader))
        {
            await feed.NextAsync();
            await Programs.DoAsync(Value(reader, "two"));
            await feed.NextAsync();
            last = feed.LastId;
        }
        await Programs.DoAsync(new BindSecret(reader.Service, reader.Secret, "B"));
        await Programs.DoAsync(new BindSecret(reader.Service, reader.Secret, "A"));
        await Programs.DoAsync(new UnbindSecret(reader.Service, "KEY"));

        using var again = await Feed.OpenAsync(reader, last);
        Assert.Equal(
            ["""{"name":"B","version":2}""", """{"name":"A","version":2}""", """{"name":"KEY","version":null}"""],
            await again.UntilListeningAsync()
        );
        using var once = await Feed.OpenAsync(reader, again.LastId);
        Assert.Empty(await once.UntilListeningAsync());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-7")]
    [InlineData("9000000000000000000")]
    public async Task Whoever_comes_with_an_id_that_nobody_gave_is_told_to_read_all(string id)
    {
        var reader = await Reader.MakeAsync(Programs);
        using var feed = await Feed.OpenAsync(reader, id);

        Assert.Equal("reset {}", await feed.NextAsync());
        using var again = await Feed.OpenAsync(reader, feed.LastId);
        Assert.Empty(await again.UntilListeningAsync());
    }

    [Fact]
    public async Task What_changes_for_others_is_not_told()
    {
        var (reader, other) = (await Reader.MakeAsync(Programs), await Reader.MakeAsync(Programs));
        using var feed = await Feed.OpenAsync(reader);
        await feed.NextAsync();

        await Programs.DoAsync(Value(other, "theirs"));
        await Programs.DoAsync(new UnbindSecret(other.Service, "KEY"));
        await Programs.DoAsync(Value(reader, "ours"));

        Assert.Equal("""changed {"name":"KEY","version":2}""", await feed.NextAsync());
    }

    [Fact]
    public async Task What_another_process_changes_is_told_too()
    {
        var reader = await Reader.MakeAsync(Programs);
        using var feed = await Feed.OpenAsync(reader);
        await feed.NextAsync();

        // A vault of its own on the same files, as the console's verbs open one: nothing but the database connects the two.
        await using var elsewhere = OpenVault.Open(
            Programs.Host.Services.GetRequiredService<VaultOptions>(),
            TimeProvider.System,
            NullLogger.Instance
        );
        WebTemplate.Done(await elsewhere.Gate.AskAsync(WebTemplate.Members[0].Caller, Value(reader, "from elsewhere")));
        Assert.Equal("""changed {"name":"KEY","version":2}""", await feed.NextAsync());
        WebTemplate.Done(
            await elsewhere.Gate.AskAsync(
                WebTemplate.Members[0].Caller,
                new RevokeCredential(reader.Service, reader.Credential.Credential.Id)
            )
        );
        Assert.Null(await feed.NextAsync());
    }

    [Fact]
    public async Task Revoking_the_credential_ends_the_stream_within_a_second_or_two()
    {
        var reader = await Reader.MakeAsync(Programs);
        using var feed = await Feed.OpenAsync(reader);
        await feed.NextAsync();

        var since = Stopwatch.GetTimestamp();
        await Programs.DoAsync(new RevokeCredential(reader.Service, reader.Credential.Credential.Id));

        Assert.Null(await feed.NextAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        using var again = await Feed.OpenAsync(reader, feed.LastId);
        Assert.Equal((401, """{"error":"unknown_caller"}"""), (again.Status, await again.TextAsync()));
    }

    [Fact]
    public async Task Removing_the_service_ends_the_stream()
    {
        var reader = await Reader.MakeAsync(Programs);
        using var feed = await Feed.OpenAsync(reader);
        await feed.NextAsync();

        await Programs.DoAsync(new RemoveService(reader.Service, Force: true));

        Assert.Null(await feed.NextAsync());
    }

    [Fact]
    public async Task Each_connection_leaves_one_row_and_what_it_hears_none()
    {
        var reader = await Reader.MakeAsync(Programs);
        var before = Programs.Host.Rows();
        using var feed = await Feed.OpenAsync(reader);
        await feed.NextAsync();
        await Programs.DoAsync(Value(reader, "two"));
        await feed.NextAsync();

        Assert.Equal(before + 2, Programs.Host.Rows());
    }

    [Fact]
    public async Task A_gateway_and_a_stranger_hear_nothing()
    {
        var gateway = await Reader.MakeAsync(Programs, Scopes.AiGateway);
        using var refused = await Feed.OpenAsync(gateway);
        Assert.Equal((403, """{"error":"refused"}"""), (refused.Status, await refused.TextAsync()));
        using var stranger = await Feed.OpenAsync(Programs.Host.ClientOptions.BaseAddress, "sds_guess");
        Assert.Equal((401, """{"error":"unknown_caller"}"""), (stranger.Status, await stranger.TextAsync()));
    }

    [Fact]
    public async Task The_programs_end_is_not_held_up_by_who_listens()
    {
        var programs = new Programs(("shutdownTimeoutSeconds", "600")) { IsServed = true }; // For so long would it wait for whoever stays.
        await programs.InitializeAsync();
        using var feed = await Feed.OpenAsync(await Reader.MakeAsync(programs));
        await feed.NextAsync();

        programs.Host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Null(await feed.NextAsync());

        await programs.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));
    }

    private static EditSecret Value(Reader reader, string value) =>
        new(reader.Secret, Revision: null, new NewValue(Plaintext.TryFrom(value)));
}
