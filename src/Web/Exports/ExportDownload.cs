using Microsoft.Net.Http.Headers;

namespace SecretsDashboard.Web.Exports;

/// <summary>Sends an export as a file. The connection is aborted when the client reads nothing for too long.</summary>
/// <remarks>Kestrel's own minimum data rate doesn't help here: it is averaged over everything that was ever sent.</remarks>
internal sealed class ExportDownload(string contentType, string fileName, Func<Stream, CancellationToken, Task> write) : IResult
{
    /// <summary>Maximum duration, for a client that keeps reading very slowly.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromHours(1);

    public async Task ExecuteAsync(HttpContext context)
    {
        var (idle, time) = (
            context.RequestServices.GetRequiredService<ExportSlots>().Idle,
            context.RequestServices.GetRequiredService<TimeProvider>()
        );
        context.Response.ContentType = contentType;
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = fileName }.ToString();
        using var timeout = new CancellationTokenSource(MaxDuration, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, timeout.Token);
        try
        {
            await using var body = new WriteTimeoutStream(context.Response.Body, idle, time);
            await write(body, over.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            context.Abort(); // A truncated file must not look complete; this also discards the buffered data.
        }
    }
}
