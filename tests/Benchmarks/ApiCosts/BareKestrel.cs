using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>Kestrel that answers the same bytes to everything: what there is to lose.</summary>
internal static class BareKestrel
{
    public static async Task RunAsync(string address, string answerFile)
    {
        var answer = await File.ReadAllBytesAsync(answerFile);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var app = builder.Build();
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer);
        });
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("Bare server is ready"));
        await app.RunAsync();
    }
}
