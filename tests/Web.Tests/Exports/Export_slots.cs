using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Web.Exports;
using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Exports;

/// <summary>An export holds its slot until its last byte was sent, and is cancelled when
/// the client does not read it. Only the tests advance the server's clock.</summary>
public sealed class Export_slots : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    public Export_slots() => Api = new ApiWebHost { UsesKestrel = true, Time = _time };

    private ApiWebHost Api { get; }
    private ExportSlots Slots => Api.Host.Services.GetRequiredService<ExportSlots>();

    public async ValueTask InitializeAsync()
    {
        await Api.InitializeAsync();
        await Api.SecretAsync(await Api.StoreAsync(), "FIRST", comment: new string('c', 1_000));
        // More than the buffers on the way to a client hold.
        Api.Host.Sql(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
            INSERT INTO "Secrets" ("Id", "StoreId", "Name", "Comment", "Scopes", "Status", "Created", "Modified", "Revision",
                "VersionId", "VersionNumber", "SearchText")
            SELECT printf('%032x', i), "StoreId", 'N' || i, "Comment", "Scopes", "Status", "Created", "Modified", "Revision",
                "VersionId", "VersionNumber", '' FROM "Secrets", n WHERE "Name" = 'FIRST';
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
            INSERT INTO "AuditEntries" ("Chain", "Number", "Mac", "At", "ActorKind", "Authorization", "AuthorizationReason",
                "Scope", "ScopeReason", "Result", "RequestId", "Act", "Details")
            SELECT 'long', i, x'00', 1, 1, 1, '', 1, '', 1, '', 'Bind', hex(zeroblob(5000)) FROM n;
            """
        );
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    [Theory]
    [InlineData("/audit/export?format=csv")]
    [InlineData("/audit/export?format=jsonl")]
    [InlineData("/secrets/export.csv")]
    [InlineData("/secrets/export.json")]
    public async Task An_unread_export_blocks_other_exports_of_its_member_until_it_is_cut_off(string path)
    {
        var (owner, reporter) = (WebTemplate.Members[0], WebTemplate.Members.Single(r => r.Roles == Roles.Reporter));
        var (cookie, others) = (await SignInAsync(owner), await SignInAsync(reporter));
        using var unread = await OpenAsync(path, cookie);
        Assert.Equal(200, await StatusAsync(unread));

        var rows = Api.Host.Rows();
        foreach (var second in new[] { path, "/secrets/export.json", "/audit/export?format=csv" })
        {
            using var refused = await GetAsync(second, cookie);
            Assert.Equal(
                (HttpStatusCode.TooManyRequests, "text/plain"),
                (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType)
            );
            Assert.NotNull(refused.Headers.RetryAfter?.Delta);
            Assert.StartsWith(
                "Another export of yours is still running.",
                await refused.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        }
        Assert.Equal(rows, Api.Host.Rows());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/secrets/export.csv?q=first", others)).StatusCode);

        await FreeAsync(owner, ExportDownload.MaxDuration / 2);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/secrets/export.csv?q=first", cookie)).StatusCode);
        await EndsEarlyAsync(unread);
    }

    [Fact]
    public async Task An_export_whose_client_disconnects_releases_its_slot()
    {
        var owner = WebTemplate.Members[0];
        var cookie = await SignInAsync(owner);
        using (var unread = await OpenAsync("/audit/export?format=csv", cookie))
        {
            Assert.Equal(200, await StatusAsync(unread));
        }

        await FreeAsync(owner, TimeSpan.Zero);
    }

    [Theory]
    [InlineData("/audit/export", "?format=csv")]
    [InlineData("/secrets/export.csv", "")]
    [InlineData("/secrets/export.json", "")]
    public async Task An_export_releases_its_slot_before_its_response_ends(string path, string query)
    {
        var owner = WebTemplate.Members[0];
        await using var scope = Api.Host.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        (context.Request.Method, context.Request.Path, context.Request.QueryString) = (HttpMethods.Get, path, new(query));
        context.Request.Headers.Cookie = await SignInAsync(owner);
        context.User = (await context.AuthenticateAsync()).Principal!;
        var endpoints = Api.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

        // Nothing ends the response here, so what runs at its end does not run.
        await endpoints.Single(e => e.RoutePattern.RawText == path).RequestDelegate!(context);

        Assert.Equal(200, context.Response.StatusCode);
        using var slot = Slots.TryAcquire(owner.Id, out var refusal);
        Assert.Equal("", refusal);
    }

    [Fact]
    public void The_number_of_export_slots_is_limited_and_each_is_released_once()
    {
        var held = Enumerable.Range(0, ExportSlots.MaxSlots).Select(i => Slots.TryAcquire(new MemberId($"{i}"), out _)).ToList();

        Assert.DoesNotContain(null, held);
        Assert.Null(Slots.TryAcquire(new MemberId("one more"), out var refusal));
        Assert.Equal("Too many exports are running. Try again in a moment.", refusal);
        held[0]!.Dispose();
        using var another = Slots.TryAcquire(new MemberId("0"), out _);
        held[0]!.Dispose(); // It holds nothing any more, and must not free the other one's.
        Assert.Null(Slots.TryAcquire(new MemberId("0"), out _));
    }

    private async Task<string> SignInAsync(SampleMember who)
    {
        var cookies = new CookieContainer();
        using var client = new HtmlClient(
            new HttpClient(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false })
            {
                BaseAddress = Api.Host.ClientOptions.BaseAddress,
            }
        );
        Assert.Equal(HttpStatusCode.Redirect, (await client.SignInAsync(who.Email, SampleMember.Password)).StatusCode);
        return cookies.GetCookieHeader(Api.Host.ClientOptions.BaseAddress);
    }

    private Task<HttpResponseMessage> GetAsync(string path, string cookie)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        return Api.SendPlainAsync(request);
    }

    /// <summary>Asks by a socket that takes little at a time.</summary>
    private async Task<Socket> OpenAsync(string path, string cookie)
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(Api.Host.ClientOptions.BaseAddress.Host, Api.Host.ClientOptions.BaseAddress.Port);
        await client.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"));
        return client;
    }

    private static async Task<int> StatusAsync(Socket client)
    {
        var start = new byte[12];
        Assert.Equal(start.Length, await client.ReceiveAsync(start));
        return int.Parse(Encoding.ASCII.GetString(start)[9..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until the member can have a slot, and advances the server's clock up to a limit.</summary>
    private async Task FreeAsync(SampleMember who, TimeSpan most)
    {
        var (since, step) = (Stopwatch.GetTimestamp(), TimeSpan.FromSeconds(31));
        for (var passed = step; ; passed += step)
        {
            if (Slots.TryAcquire(who.Id, out _) is { } slot)
            {
                slot.Dispose();
                return;
            }
            Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(60));
            await Task.Delay(TimeSpan.FromMilliseconds(50));
            if (passed <= most)
            {
                _time.Advance(step);
            }
        }
    }

    /// <summary>A cancelled export has no end that a client could take for the end of a complete one.</summary>
    private static async Task EndsEarlyAsync(Socket client)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (buffer, all) = (new byte[65_536], new MemoryStream());
        try
        {
            while (await client.ReceiveAsync(buffer, timeout.Token) is > 0 and var count)
            {
                all.Write(buffer, 0, count);
            }
        }
        catch (SocketException)
        {
            return;
        }
        Assert.False(Encoding.ASCII.GetString(all.ToArray()).EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal));
    }
}
