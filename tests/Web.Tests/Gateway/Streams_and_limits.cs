using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Requests that take long, are large, are many, or go to a provider that misbehaves.</summary>
public sealed class Streams_and_limits : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Gateways> _houses = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var house in _houses)
        {
            await house.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_a_provider_sends_arrives_piece_by_piece()
    {
        var (house, user) = await MakeAsync();
        var firstArrived = new TaskCompletionSource();
        house.Provider.Answers["v1/events"] = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: one\n\n");
            await context.Response.Body.FlushAsync();
            await firstArrived.Task.WaitAsync(Patience);
            await context.Response.WriteAsync("data: two\n\n");
        };
        using var client = Client(house);
        using var answer = await client.SendAsync(user.Request("v1/events"), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("data: one", await reader.ReadLineAsync().WaitAsync(Patience));
        firstArrived.SetResult();
        Assert.Equal("\ndata: two\n\n", await reader.ReadToEndAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task What_a_caller_sends_goes_on_before_the_rest_of_it_is_there()
    {
        var (house, user) = await MakeAsync();
        var firstArrived = new TaskCompletionSource();
        house.Provider.Answers["v1/upload"] = async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[InPieces.First / 2]);
            firstArrived.SetResult();
            await context.Request.Body.ReadExactlyAsync(new byte[InPieces.First / 2]);
            using var rest = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync($"then {await rest.ReadToEndAsync()}");
        };
        using var request = user.Request("v1/upload", body: null);
        request.Content = new InPieces(firstArrived.Task);
        using var client = Client(house);

        using var answer = await client.SendAsync(request).WaitAsync(Patience);

        Assert.Equal("then two", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_stream_without_an_end_ends_when_the_caller_leaves()
    {
        var (house, user) = await MakeAsync();
        var ended = EndlessAt(house, "v1/endless");
        using var client = Client(house);
        var answer = await client.SendAsync(user.Request("v1/endless"), HttpCompletionOption.ResponseHeadersRead);
        await (await answer.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[4]);

        answer.Dispose();

        await ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_stream_without_an_end_ends_after_the_longest_time_that_is_configured()
    {
        var (house, user) = await MakeAsync(("Gateway:LongestSeconds", "1"));
        var ended = EndlessAt(house, "v1/endless");
        using var client = Client(house);
        using var answer = await client.SendAsync(user.Request("v1/endless"), HttpCompletionOption.ResponseHeadersRead);

        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsStringAsync().WaitAsync(Patience));
        await ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_provider_that_hangs_is_given_up()
    {
        var (house, user) = await MakeAsync(("Gateway:IdleSeconds", "1"));
        house.Provider.Answers["v1/hangs"] = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        Assert.Equal((504, """{"error":"provider_timed_out"}"""), (await user.SendAsync("v1/hangs")).Told);
        Assert.Equal(200, (await user.SendAsync("v1/answers")).Status);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_told_of()
    {
        var (house, _) = await MakeAsync();
        var user = await GatewayUser.MakeAsync(house, "nowhere");

        Assert.Equal((502, """{"error":"provider_unreachable"}"""), (await user.SendAsync("v1/x", "nowhere")).Told);
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public async Task A_private_address_is_connected_to_only_where_that_is_configured(string allowed, bool isTried)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (house, _) = await MakeAsync(("Gateway:Providers:inside:Address", $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"),
            ("Gateway:Providers:inside:AllowPrivateAddresses", allowed), ("Gateway:IdleSeconds", "1"));
        var user = await GatewayUser.MakeAsync(house, "inside");

        Assert.InRange((await user.SendAsync("v1/x", "inside")).Status, 502, 504);
        Assert.Equal(isTried, listener.Pending());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_whether_its_length_is_said_or_not()
    {
        var (house, user) = await MakeAsync(("Gateway:LargestBodyBytes", "1000"));
        using var unsaid = user.Request("v1/large", body: new string('x', 1_001));
        unsaid.Headers.TransferEncodingChunked = true;

        var said = await user.SendAsync("v1/large", body: new string('x', 1_001));

        Assert.Equal((413, """{"error":"body_too_large"}"""), said.Told);
        Assert.Equal((413, """{"error":"body_too_large"}"""), (await GatewayAnswer.OfAsync(await house.Programs.SendPlainAsync(unsaid))).Told);
        Assert.Equal(200, (await user.SendAsync("v1/fits", body: new string('x', 1_000))).Status);
    }

    [Fact]
    public async Task Only_so_many_are_on_their_way_at_once()
    {
        var (house, user) = await MakeAsync(("Gateway:RequestsAtOnce", "1"));
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        house.Provider.Answers["v1/slow"] = async context =>
        {
            arrived.SetResult();
            await goOn.Task.WaitAsync(Patience);
        };
        var first = user.SendAsync("v1/slow");
        await arrived.Task.WaitAsync(Patience);

        Assert.Equal((503, """{"error":"gateway_busy"}"""), (await user.SendAsync("v1/other")).Told);
        goOn.SetResult();
        Assert.Equal(200, (await first).Status);
        Assert.Equal(200, (await user.SendAsync("v1/other")).Status);
    }

    [Fact]
    public async Task Without_an_audit_log_no_key_leaves()
    {
        var (house, user) = await MakeAsync();
        Assert.Equal(200, (await user.SendAsync("v1/before")).Status);
        var file = Path.Combine(((Vault.VaultOptions)house.Programs.Site.Services.GetService(typeof(Vault.VaultOptions))!).Directory, "secrets-dashboard.db");
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """ALTER TABLE "AuditEntries" RENAME TO "Elsewhere" """;
        command.ExecuteNonQuery();

        Assert.Equal((503, """{"error":"storage_unavailable"}"""), (await user.SendAsync("v1/after")).Told);
        Assert.DoesNotContain(house.Provider.Heard, h => h.Target == "/base/v1/after");
    }

    private async Task<(Gateways House, GatewayUser User)> MakeAsync(params (string Name, string Value)[] settings)
    {
        var house = new Gateways(settings);
        _houses.Add(house);
        await house.InitializeAsync();
        return (house, await GatewayUser.MakeAsync(house));
    }

    private static HttpClient Client(Gateways house) => house.Programs.Site.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = house.Programs.Site.ClientOptions.BaseAddress });

    /// <returns>Done when the provider sees that nobody listens any more.</returns>
    private static Task EndlessAt(Gateways house, string path)
    {
        var ended = new TaskCompletionSource();
        house.Provider.Answers[path] = async context =>
        {
            context.RequestAborted.Register(() => ended.TrySetResult());
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync("more", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        };
        return ended.Task;
    }

    private sealed class InPieces(Task firstArrived) : HttpContent
    {
        public const int First = 512 * 1024;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[First]);
            await stream.FlushAsync();
            await firstArrived.WaitAsync(Patience);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("two"));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
