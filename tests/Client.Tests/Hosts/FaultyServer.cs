using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecretsDashboard.Client.Tests.Hosts;

/// <summary>A server with scripted responses, in order; it repeats the last one. The
/// real server can't be made to fail in these ways on demand.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = [];
    private Func<HttpContext, Task> _last = _ => Task.CompletedTask;

    private FaultyServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>The tags that came with the requests, in order; null where none came.</summary>
    public ConcurrentQueue<string?> ReceivedTags { get; } = [];

    public static async Task<FaultyServer> StartAsync(params Func<HttpContext, Task>[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = new FaultyServer(builder.Build());
        server._app.Urls.Add("http://127.0.0.1:0");
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        server.Put(answers);
        return server;
    }

    public void Put(params Func<HttpContext, Task>[] answers) => Array.ForEach(answers, _answers.Enqueue);

    /// <summary>The client that a container makes for this server.</summary>
    public SecretsDashboardClient Client() =>
        new ServiceCollection()
            .AddSecretsDashboardClient(o => (o.Address, o.Credential) = (Address, "sds_any"))
            .BuildServiceProvider()
            .GetRequiredService<SecretsDashboardClient>();

    public static Func<HttpContext, Task> Status(int status, string? retryAfter = null) =>
        context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        };

    /// <summary>The response of a proxy when the server behind it is unavailable.</summary>
    public static Func<HttpContext, Task> Page(int status) =>
        context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, "text/html");
            return context.Response.WriteAsync($"<html><h1>{status}</h1></html>");
        };

    /// <summary>The server's own response when it refuses a value, as <c>RuntimeAnswer</c> writes it.</summary>
    public static Func<HttpContext, Task> Refusal(int status, string code, string? retryAfter = null) =>
        Json(status, $$"""{"error":"{{code}}"}""", requestId: "0123456789abcdef", retryAfter);

    public static Func<HttpContext, Task> Json(int status, string json, string? requestId, string? retryAfter = null) =>
        context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
            (context.Response.Headers["X-Request-Id"], context.Response.Headers.RetryAfter) = (requestId, retryAfter);
            return context.Response.WriteAsync(json);
        };

    public static Func<HttpContext, Task> Text(string json, string? tag = null) =>
        context =>
        {
            context.Response.Headers.ETag = tag;
            return context.Response.WriteAsync(json);
        };

    public static Task Breaks(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        ReceivedTags.Enqueue(context.Request.Headers.IfNoneMatch is [{ } tag] ? tag : null);
        return (_last = _answers.TryDequeue(out var next) ? next : _last)(context);
    }
}
