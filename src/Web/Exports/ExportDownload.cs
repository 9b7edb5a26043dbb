using Microsoft.Net.Http.Headers;

namespace SecretsDashboard.Web.Exports;

/// <summary>Sends an export as a file. The connection is cut off when the client takes nothing of it for too long.</summary>
/// <remarks>Kestrel's own minimum rate is no help here: it allows for all that was ever sent.</remarks>
internal sealed class ExportDownload(string contentType, string fileName, Func<Stream, CancellationToken, Task> write) : IResult
{
    /// <summary>For a client that takes a little now and then.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public async Task ExecuteAsync(HttpContext context)
    {
        var (idle, time) = (
            context.RequestServices.GetRequiredService<ExportSlots>().Idle,
            context.RequestServices.GetRequiredService<TimeProvider>()
        );
        context.Response.ContentType = contentType;
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = fileName }.ToString();
        using var longest = new CancellationTokenSource(Longest, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, longest.Token);
        try
        {
            await using var body = new IdleLimitedStream(context.Response.Body, idle, time);
            await write(body, over.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            context.Abort(); // A file that is cut off must not look complete, and what the buffers hold of it is discarded.
        }
    }
}
