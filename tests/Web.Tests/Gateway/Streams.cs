using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Requests and answers that take long, and those that never end.</summary>
public sealed class Streams : GatewayTest
{
    [Fact]
    public async Task A_streamed_answer_reaches_the_caller_piece_by_piece()
    {
        var (host, user) = await MakeAsync();
        var firstArrived = new TaskCompletionSource();
        host.Provider.Answers["v1/events"] = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: one\n\n");
            await context.Response.Body.FlushAsync();
            await firstArrived.Task.WaitAsync(MaxWait);
            await context.Response.WriteAsync("data: two\n\n");
        };
        using var client = Client(host);
        using var answer = await client.SendAsync(user.Request("v1/events"), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("data: one", await reader.ReadLineAsync().WaitAsync(MaxWait));
        firstArrived.SetResult();
        Assert.Equal("\ndata: two\n\n", await reader.ReadToEndAsync().WaitAsync(MaxWait));
    }

    [Fact]
    public async Task A_request_body_is_forwarded_before_all_of_it_has_arrived()
    {
        var (host, user) = await MakeAsync();
        var firstArrived = new TaskCompletionSource();
        host.Provider.Answers["v1/upload"] = async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[ContentInPieces.First / 2]);
            firstArrived.SetResult();
            await context.Request.Body.ReadExactlyAsync(new byte[ContentInPieces.First / 2]);
            using var rest = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync($"then {await rest.ReadToEndAsync()}");
        };
        using var request = user.Request("v1/upload", body: null);
        request.Content = new ContentInPieces(firstArrived.Task);
        using var client = Client(host);

        using var answer = await client.SendAsync(request).WaitAsync(MaxWait);

        Assert.Equal("then two", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_endless_stream_ends_when_the_caller_disconnects()
    {
        var (host, user) = await MakeAsync();
        var ended = EndlessAt(host, "v1/endless");
        using var client = Client(host);
        var answer = await client.SendAsync(user.Request("v1/endless"), HttpCompletionOption.ResponseHeadersRead);
        await (await answer.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[4]);

        answer.Dispose();

        await ended.WaitAsync(MaxWait);
    }

    [Fact]
    public async Task A_caller_who_disconnects_before_the_answer_releases_the_slot()
    {
        var (host, user) = await MakeAsync(("Gateway:RequestsAtOnce", "1"));
        var (arrived, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Provider.Answers["v1/hangs"] = context =>
        {
            context.RequestAborted.Register(() => ended.TrySetResult());
            arrived.SetResult();
            return ended.Task;
        };
        using var leaving = new CancellationTokenSource();
        using var client = Client(host);
        var waiting = client.SendAsync(user.Request("v1/hangs"), leaving.Token);
        await arrived.Task.WaitAsync(MaxWait);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await ended.Task.WaitAsync(MaxWait);
        // The server may learn of it a moment later than the provider.
        Assert.Equal(200, (await SendWhenSlotIsFreeAsync(user, "v1/next")).Status);
    }

    [Fact]
    public async Task An_endless_stream_ends_after_the_configured_maximum_time()
    {
        var (host, user) = await MakeAsync(("Gateway:LongestSeconds", "5"));
        var ended = EndlessAt(host, "v1/endless");
        using var client = Client(host);
        using var answer = await client.SendAsync(user.Request("v1/endless"), HttpCompletionOption.ResponseHeadersRead);

        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsStringAsync().WaitAsync(MaxWait));
        await ended.WaitAsync(MaxWait);
    }

    /// <returns>A task that completes when the provider notices that the client disconnected.</returns>
    private static Task EndlessAt(GatewayWebHost host, string path)
    {
        var ended = new TaskCompletionSource();
        host.Provider.Answers[path] = async context =>
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

    private sealed class ContentInPieces(Task firstArrived) : HttpContent
    {
        public const int First = 512 * 1024;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[First]);
            await stream.FlushAsync();
            await firstArrived.WaitAsync(MaxWait);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("two"));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
