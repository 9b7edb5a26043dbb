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
public sealed class Following_changes(ListeningWebHost server) : IClassFixture<ListeningWebHost>
{
    private ApiWebHost Api => server.Api;

    [Fact]
    public async Task A_new_change_stream_starts_with_a_ready_event_and_may_not_be_cached()
    {
        var reader = await Reader.MakeAsync(Api);
        using var stream = await ChangeStream.OpenAsync(reader);

        Assert.Equal(
            (200, "text/event-stream", true, "no"),
            (stream.Status, stream.Type, stream.Headers.CacheControl?.NoStore, Assert.Single(stream.Headers.GetValues("X-Accel-Buffering")))
        );
        Assert.NotEmpty(Assert.Single(stream.Headers.GetValues("X-Request-Id")));
        Assert.Equal("ready {}", await stream.NextAsync());
        Assert.Matches("^[0-9]+$", stream.LastId);
    }

    [Fact]
    public async Task Every_kind_of_change_is_reported_on_the_open_stream()
    {
        var reader = await Reader.MakeAsync(Api);
        using var stream = await ChangeStream.OpenAsync(reader);
        await stream.NextAsync();

        await AssertReportedAsync(new BindSecret(reader.Service, reader.Secret, "OTHER"), """changed {"name":"OTHER","version":1}""");
        await AssertReportedAsync(new UnbindSecret(reader.Service, "OTHER"), """changed {"name":"OTHER","version":null}""");
        await AssertReportedAsync(Value(reader, "a canary that no event may hold"), """changed {"name":"KEY","version":2}""");
        await AssertReportedAsync(
            new EditSecret(reader.Secret, Revision: null, Scopes: Scopes.Dex, Force: true),
            """changed {"name":"KEY","version":null}"""
        );
        await AssertReportedAsync(
            new EditSecret(reader.Secret, Revision: null, Scopes: Scopes.Workers),
            """changed {"name":"KEY","version":2}"""
        );
        await AssertReportedAsync(new DeleteSecret(reader.Secret, Force: true), """changed {"name":"KEY","version":null}""");
        var another = await Reader.MakeAsync(Api);
        using var second = await ChangeStream.OpenAsync(another);
        await second.NextAsync();
        await Api.DoAsync(new DeleteStore(another.Store, Force: true));
        Assert.Equal("""changed {"name":"KEY","version":null}""", await second.NextAsync());

        async Task AssertReportedAsync<T>(Operation<T> doing, string expected)
        {
            await Api.DoAsync(doing);
            Assert.Equal(expected, await stream.NextAsync());
        }
    }

    [Fact]
    public async Task A_client_that_reconnects_gets_exactly_the_missed_changes_once_and_in_order()
    {
        var reader = await Reader.MakeAsync(Api);
        string? last;
        using (var stream = await ChangeStream.OpenAsync(reader))
        {
            await stream.NextAsync();
            await Api.DoAsync(Value(reader, "two"));
            await stream.NextAsync();
            last = stream.LastId;
        }
        await Api.DoAsync(new BindSecret(reader.Service, reader.Secret, "B"));
        await Api.DoAsync(new BindSecret(reader.Service, reader.Secret, "A"));
        await Api.DoAsync(new UnbindSecret(reader.Service, "KEY"));

        using var again = await ChangeStream.OpenAsync(reader, last);
        Assert.Equal(
            ["""{"name":"B","version":2}""", """{"name":"A","version":2}""", """{"name":"KEY","version":null}"""],
            await again.UntilListeningAsync()
        );
        using var once = await ChangeStream.OpenAsync(reader, again.LastId);
        Assert.Empty(await once.UntilListeningAsync());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-7")]
    [InlineData("9000000000000000000")]
    public async Task A_client_with_an_unknown_event_id_gets_a_reset_event(string id)
    {
        var reader = await Reader.MakeAsync(Api);
        using var stream = await ChangeStream.OpenAsync(reader, id);

        Assert.Equal("reset {}", await stream.NextAsync());
        using var again = await ChangeStream.OpenAsync(reader, stream.LastId);
        Assert.Empty(await again.UntilListeningAsync());
    }

    [Fact]
    public async Task Changes_of_other_services_are_not_reported()
    {
        var (reader, other) = (await Reader.MakeAsync(Api), await Reader.MakeAsync(Api));
        using var stream = await ChangeStream.OpenAsync(reader);
        await stream.NextAsync();

        await Api.DoAsync(Value(other, "theirs"));
        await Api.DoAsync(new UnbindSecret(other.Service, "KEY"));
        await Api.DoAsync(Value(reader, "ours"));

        Assert.Equal("""changed {"name":"KEY","version":2}""", await stream.NextAsync());
    }

    [Fact]
    public async Task Changes_made_by_another_process_are_reported_too()
    {
        var reader = await Reader.MakeAsync(Api);
        using var stream = await ChangeStream.OpenAsync(reader);
        await stream.NextAsync();

        // A vault of its own on the same files, as the console's verbs open one: nothing but the database connects the two.
        await using var elsewhere = OpenVault.Open(
            Api.Host.Services.GetRequiredService<VaultOptions>(),
            TimeProvider.System,
            NullLogger.Instance
        );
        WebTemplate.Done(await elsewhere.Gate.AskAsync(WebTemplate.Members[0].Caller, Value(reader, "from elsewhere")));
        Assert.Equal("""changed {"name":"KEY","version":2}""", await stream.NextAsync());
        WebTemplate.Done(
            await elsewhere.Gate.AskAsync(
                WebTemplate.Members[0].Caller,
                new RevokeCredential(reader.Service, reader.Credential.Credential.Id)
            )
        );
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task Revoking_the_credential_ends_the_stream_within_seconds()
    {
        var reader = await Reader.MakeAsync(Api);
        using var stream = await ChangeStream.OpenAsync(reader);
        await stream.NextAsync();

        var since = Stopwatch.GetTimestamp();
        await Api.DoAsync(new RevokeCredential(reader.Service, reader.Credential.Credential.Id));

        Assert.Null(await stream.NextAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        using var again = await ChangeStream.OpenAsync(reader, stream.LastId);
        Assert.Equal((401, """{"error":"unknown_caller"}"""), (again.Status, await again.TextAsync()));
    }

    [Fact]
    public async Task Removing_the_service_ends_the_stream()
    {
        var reader = await Reader.MakeAsync(Api);
        using var stream = await ChangeStream.OpenAsync(reader);
        await stream.NextAsync();

        await Api.DoAsync(new RemoveService(reader.Service, Force: true));

        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task Each_stream_leaves_one_row_and_its_events_leave_no_rows()
    {
        var reader = await Reader.MakeAsync(Api);
        var before = Api.Host.Rows();
        using var stream = await ChangeStream.OpenAsync(reader);
        await stream.NextAsync();
        await Api.DoAsync(Value(reader, "two"));
        await stream.NextAsync();

        Assert.Equal(before + 2, Api.Host.Rows());
    }

    [Fact]
    public async Task A_gateway_and_an_unknown_caller_are_refused_a_change_stream()
    {
        var gateway = await Reader.MakeAsync(Api, Scopes.AiGateway);
        using var refused = await ChangeStream.OpenAsync(gateway);
        Assert.Equal((403, """{"error":"refused"}"""), (refused.Status, await refused.TextAsync()));
        using var visitor = await ChangeStream.OpenAsync(Api.Host.ClientOptions.BaseAddress, "sds_guess");
        Assert.Equal((401, """{"error":"unknown_caller"}"""), (visitor.Status, await visitor.TextAsync()));
    }

    [Fact]
    public async Task An_open_stream_does_not_delay_the_shutdown_of_the_program()
    {
        var api = new ApiWebHost(("shutdownTimeoutSeconds", "600")) { UsesKestrel = true }; // The time it would wait for open requests.
        await api.InitializeAsync();
        using var stream = await ChangeStream.OpenAsync(await Reader.MakeAsync(api));
        await stream.NextAsync();

        api.Host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Null(await stream.NextAsync());

        await api.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));
    }

    private static EditSecret Value(Reader reader, string value) =>
        new(reader.Secret, Revision: null, new NewValue(Plaintext.TryFrom(value)));
}
