using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Web.Logs;
using SecretsDashboard.Web.Tests.Api;
using SecretsDashboard.Web.Tests.Runtime;

namespace SecretsDashboard.Web.Tests.Hosting;

public sealed class Log_throttling : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly RecordingLog _log = new();
    private readonly WebHost _host;

    public Log_throttling() =>
        _host = WebHost.With(
            _clock,
            _log,
            ("Limits:AnonymousRequestsPerMinutePerAddress", "0"),
            ("Limits:AnonymousRequestsPerMinute", "0")
        );

    private IEnumerable<string> Complaints =>
        _log.Lines.Where(l => l.StartsWith("Warning ", StringComparison.Ordinal) || l.StartsWith("Error ", StringComparison.Ordinal));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("POST", "/logout", null, null)]
    [InlineData("POST", "/login", null, null)]
    [InlineData("POST", "/logout", "Cookie", "secrets-dashboard-antiforgery=forged")]
    [InlineData("GET", "/login", "Cookie", "secrets-dashboard-antiforgery=forged")]
    [InlineData("GET", "/login", "Cookie", "secrets-dashboard-antiforgery=CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("GET", "/", "Cookie", "secrets-dashboard-session=CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("GET", "/app.css", "Range", "bytes=99999999-")]
    [InlineData("POST", "/login", "Content-Type", "multipart/form-data; boundary=x")]
    [InlineData("POST", "/_blazor/negotiate", null, null)]
    public async Task A_warning_that_clients_can_cause_is_logged_once_a_minute_with_the_number(
        string method,
        string path,
        string? header,
        string? value
    )
    {
        await SendAsync("GET", "/app.css", null, null); // The first request starts the program.
        var before = Complaints.Count();

        for (var i = 0; i < 20; i++)
        {
            await SendAsync(method, path, header, value);
        }
        var kinds = Complaints.Skip(before).ToList();
        Assert.Equal(kinds.Count, kinds.Select(KindOf).Distinct().Count());

        _clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(method, path, header, value);
        var later = Complaints.Skip(before + kinds.Count).ToList();
        Assert.Equal(kinds.Select(KindOf), later.Select(KindOf));
        Assert.All(later, l => Assert.Contains("(20 like this since the last such line.", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_logged()
    {
        await SendAsync("POST", "/logout", null, null);

        Assert.Single(Complaints, l => l.Contains("antiforgery", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Repeated_storage_failures_are_logged_only_once_a_minute()
    {
        using var client = _host.Visit();
        var token = HtmlClient.TokenOf(await client.ReadAsync("/login"));
        _host.Sql(
            """
            CREATE TABLE Nowhere (Id TEXT REFERENCES Stores (Id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER BreakCommits AFTER INSERT ON AuditEntries BEGIN INSERT INTO Nowhere VALUES ('nowhere'); END
            """
        );
        for (var i = 0; i < 3; i++)
        {
            var answer = await client.PostRawAsync(
                "/login",
                ("_handler", "login"),
                ("__RequestVerificationToken", token),
                ("Input.Email", "x@example.org"),
                ("Input.Password", "x")
            );
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }

        Assert.Single(Complaints, l => l.Contains("RequestFaults: Request ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_that_cannot_be_decrypted_is_logged_once_a_minute_without_a_stack_trace()
    {
        var api = new ApiWebHost { Log = _log };
        await api.InitializeAsync();
        var reader = await Reader.MakeAsync(api);
        api.Host.Sql("""UPDATE "SecretVersions" SET "Ciphertext" = zeroblob(64)""");

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(
                (500, """{"error":"fault"}"""),
                await reader.GetAsync() is var response ? (response.Status, response.Text) : default
            );
        }

        var line = Assert.Single(Complaints, l => l.Contains("a stored value can't be decrypted", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Complaints, l => l.Contains("requests failed like this", StringComparison.Ordinal) && l != line);
        await api.DisposeAsync();
    }

    [Fact]
    public void The_log_throttle_separates_kinds_and_faults_and_leaves_our_own_lines_alone()
    {
        using var providers = new LoggerFactory([_log], new Filters());
        using var factory = new ThrottledLoggerFactory(providers, new LogThrottle(_clock));
        var circuit = factory.CreateLogger("Microsoft.AspNetCore.Components.Server.Circuits.RemoteRenderer");
        for (var i = 0; i < 3; i++)
        {
#pragma warning disable CA1848, CA2254 // The text is what a browser sent, as the framework logs it.
            circuit.LogWarning(new EventId(1, "A"), "text of a browser {Number}", i);
            circuit.LogWarning(new EventId(2, "B"), "text of a browser {Number}", i);
            circuit.LogError(new EventId(1, "A"), new InvalidOperationException("first"), "text of a browser {Number}", i);
            circuit.LogInformation(new EventId(1, "A"), "information {Number}", i);
            factory.CreateLogger("SecretsDashboard.Web").LogWarning(new EventId(1, "A"), "our own {Number}", i);
#pragma warning restore CA1848, CA2254
        }

        Assert.Equal(3, _log.Lines.Count(l => l.Contains("text of a browser", StringComparison.Ordinal)));
        Assert.Equal(3, _log.Lines.Count(l => l.Contains("information", StringComparison.Ordinal)));
        Assert.Equal(3, _log.Lines.Count(l => l.Contains("our own", StringComparison.Ordinal)));
    }

    private static string KindOf(string line) => line.Split(" (20 like this")[0].Split('\n')[0];

    private async Task SendAsync(string method, string path, string? header, string? value)
    {
        using var client = _host.Visit(); // A new one each time: it would keep the good cookie that it is given.
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = method == "POST" ? new StringContent("a=b") : null,
        };
        if (header == "Content-Type")
        {
            request.Content!.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(value!);
        }
        else if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }
        (await client.Client.SendAsync(request)).Dispose();
    }

    private sealed class Filters : IOptionsMonitor<LoggerFilterOptions>
    {
        public LoggerFilterOptions CurrentValue { get; } = new() { MinLevel = LogLevel.Trace };

        public LoggerFilterOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<LoggerFilterOptions, string?> listener) => null;
    }
}
