using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace SecretsDashboard.Web.Tests.Hosting;

/// <summary>The addresses that load balancers and probes request.</summary>
public sealed class Health_endpoints : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly RecordingLog _log = new();
    private readonly WebHost _host;

    public Health_endpoints() => _host = WebHost.With(_time, _log);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("GET", "/healthz", "ok\n")]
    [InlineData("HEAD", "/healthz", "")]
    [InlineData("GET", "/readyz", "ok\n")]
    [InlineData("HEAD", "/readyz", "")]
    public async Task Health_checks_answer_visitors_without_detail_session_or_audit_row(string method, string address, string text)
    {
        using var visitor = _host.Visit();
        var rows = _host.Rows();

        var answer = await visitor.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));

        Assert.Equal((HttpStatusCode.OK, text), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(3, answer.Content.Headers.ContentLength);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(rows, _host.Rows());
    }

    [Fact]
    public async Task A_health_address_does_not_accept_POST()
    {
        using var visitor = _host.Visit();

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.PostRawAsync("/readyz")).StatusCode);
    }

    [Fact]
    public async Task The_server_is_not_ready_while_no_audit_row_can_be_written_and_ready_again_afterwards()
    {
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await AskAsync("/readyz"));
        _host.Sql(
            """
            CREATE TABLE Nowhere (Id TEXT REFERENCES Stores (Id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER BreakCommits AFTER INSERT ON AuditEntries BEGIN INSERT INTO Nowhere VALUES ('nowhere'); END
            """
        );

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable\n"), await AskAsync("/readyz"));
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await AskAsync("/healthz"));

        _host.Sql("DROP TRIGGER BreakCommits; DROP TABLE Nowhere");
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await AskAsync("/readyz"));
        Assert.Single(_log.Lines, line => line.Contains("Not ready:", StringComparison.Ordinal));
        Assert.Single(_log.Lines, line => line.Contains("Ready again:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_server_is_not_ready_while_the_database_cannot_be_read()
    {
        _host.Sql("""ALTER TABLE "SetupMarks" RENAME TO "Elsewhere" """);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync("/readyz")).Status);
        _host.Sql("""ALTER TABLE "Elsewhere" RENAME TO "SetupMarks" """);
    }

    [Fact]
    public async Task A_health_check_uses_the_storage_at_most_once_in_five_seconds()
    {
        await AskAsync("/readyz");
        _host.Sql(
            """
            CREATE TABLE Looks (Id INTEGER PRIMARY KEY);
            CREATE TRIGGER CountLooks AFTER INSERT ON AuditEntries BEGIN INSERT INTO Looks VALUES (NULL); END
            """
        );

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync("/readyz")));
        Assert.Equal(0, Looks());

        _time.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync("/readyz")));
        Assert.Equal(1, Looks());
    }

    private long Looks()
    {
        using var connection = _host.OpenFile();
        using var query = connection.CreateCommand();
        query.CommandText = "SELECT COUNT(*) FROM Looks";
        return (long)query.ExecuteScalar()!;
    }

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(string address)
    {
        using var visitor = _host.Visit();
        var answer = await visitor.GetAsync(address);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
