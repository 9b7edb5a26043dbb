using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>A real provider on this machine: it records requests, and responds as a test configures it.</summary>
internal sealed class LocalProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalProvider(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single() + "/base/";

    public ConcurrentQueue<ReceivedRequest> Received { get; } = new();

    /// <summary>By the path below the base address.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Answers { get; } = new();

    public static async Task<LocalProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new LocalProvider(app);
        app.Run(provider.AnswerAsync);
        await app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var answer = Answers.GetValueOrDefault(path.StartsWith("/base/", StringComparison.Ordinal) ? path[6..] : path);
        var received = new ReceivedRequest(
            context.Request.Method,
            path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)
        );
        Received.Enqueue(received);
        if (answer is not null)
        {
            await answer(context);
            return;
        }
        using var body = new StreamReader(context.Request.Body);
        received.Body = await body.ReadToEndAsync();
        await context.Response.WriteAsync($"heard {received.Body}");
    }
}

internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string Body { get; set; } = "";
}
