using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using SecretsDashboard.E2E.Running;
using Xunit;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>One member asks for the audit log again and again and reads none of it, to fill the server's disk.</summary>
public sealed class Unread_exports : IAsyncDisposable
{
    private const string Email = "rita.reporter@example.org",
        Password = "four unrelated words here";
    private const int Connections = 12;

    private readonly ServerProcess _server = new(
        "unread-exports",
        new Dictionary<string, string>
        {
            ["Bootstrap__Email"] = Email,
            ["Bootstrap__Password"] = Password,
            ["Exports__IdleSeconds"] = "3",
        }
    );

    [Fact]
    public async Task Unread_exports_hold_one_file_at_a_time_and_only_for_a_short_time()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The open files of a process are counted in /proc.");
        await _server.StartAsync();
        using var member = await SignInAsync();
        await FillAuditLogAsync();

        var sockets = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => AskAsync(member.Cookie)));
        var answers = await Task.WhenAll(sockets.Select(StatusAsync));

        Assert.Equal([200, .. Enumerable.Repeat(429, Connections - 1)], answers.Order());
        Assert.Equal(1, OpenExports());
        await WaitUntilAllClosedAsync();
        using var whole = await member.Client.GetAsync("/audit/export?format=csv", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.InRange((await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, 10_000_000, int.MaxValue);
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<Member> SignInAsync()
    {
        var cookies = new CookieContainer();
        var client = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = _server.Address };
        var token = Regex
            .Match(await client.GetStringAsync("/login"), """name="__RequestVerificationToken"[^>]*value="([^"]*)" """.TrimEnd())
            .Groups[1]
            .Value;
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["_handler"] = "login",
                ["__RequestVerificationToken"] = token,
                ["Input.Email"] = Email,
                ["Input.Password"] = Password,
            }
        );
        using var answer = await client.PostAsync("/login", form);
        Assert.EndsWith("/", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        return new Member(client, cookies.GetCookieHeader(_server.Address));
    }

    /// <summary>So long that the buffers on the way to a client can't hold it.</summary>
    private async Task FillAuditLogAsync()
    {
        await using var database = new SqliteConnection(
            $"Data Source={Directory.GetFiles(_server.DataDirectory, "*.db").Single()};Pooling=False"
        );
        await database.OpenAsync();
        await using var write = database.CreateCommand();
        write.CommandText = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
            INSERT INTO AuditEntries (Chain, Number, Mac, At, ActorKind, Authorization, AuthorizationReason, Scope, ScopeReason,
                Result, RequestId, Act, Details)
            SELECT 'long', i, x'00', 1, 1, 1, '', 1, '', 1, '', 'Bind', hex(zeroblob(5000)) FROM n
            """;
        await write.ExecuteNonQueryAsync();
    }

    private async Task<Socket> AskAsync(string cookie)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(_server.Address.Host, _server.Address.Port);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                $"GET /audit/export?format=csv HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nCookie: {cookie}\r\n\r\n"
            )
        );
        return socket;
    }

    private static async Task<int> StatusAsync(Socket socket)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var start = new byte[12];
        for (var read = 0; read < start.Length; )
        {
            read += await socket.ReceiveAsync(start.AsMemory(read), timeout.Token) is > 0 and var count
                ? count
                : throw new IOException("The server hung up without an answer.");
        }
        return int.Parse(Encoding.ASCII.GetString(start)[9..], CultureInfo.InvariantCulture);
    }

    /// <summary>Their names are gone already; the files are there while the process holds them.</summary>
    private int OpenExports() =>
        Directory.GetFiles($"/proc/{_server.ProcessId}/fd").Count(fd => TargetOf(fd).Contains("/export-", StringComparison.Ordinal));

    private static string TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget ?? "";
        }
        catch (IOException)
        {
            return ""; // It was closed meanwhile.
        }
    }

    private async Task WaitUntilAllClosedAsync()
    {
        for (var since = Stopwatch.GetTimestamp(); OpenExports() > 0; await Task.Delay(100))
        {
            Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromMinutes(2));
        }
    }

    private sealed record Member(HttpClient Client, string Cookie) : IDisposable
    {
        public void Dispose() => Client.Dispose();
    }
}
