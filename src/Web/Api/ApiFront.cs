using System.Data.Common;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Api;

/// <summary>The front of everything below <c>/client/v4</c>: it leads to the endpoint past cookies, forms and pages, and whatever comes back, a fault
/// or a route that leads nowhere included, is the envelope.</summary>
internal sealed partial class ApiFront(ILogger<ApiFront> log)
{
    public const string Path = "/client/v4";

    public static bool IsMeant(HttpContext context) => context.Request.Path.StartsWithSegments(Path);

    public async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await LeadAsync(context);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                return; // Nobody waits for an answer any more.
            }
            Answer(context, e);
        }
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async Task LeadAsync(HttpContext context)
    {
        if (context.GetEndpoint() is { RequestDelegate: { } endpoint })
        {
            await endpoint(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        if (context.Response.ContentLength is null)
        {
            ApiDesk.Write(context.Response, ApiFailure.Of(context.Response.StatusCode), context.TraceIdentifier);
        }
    }

    private void Answer(HttpContext context, Exception fault)
    {
        var status = fault switch
        {
            BadHttpRequestException request => request.StatusCode,
            StorageException or DbException => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        if (status >= StatusCodes.Status500InternalServerError)
        {
            Failed(log, context.TraceIdentifier, fault);
        }
        var failure = ApiFailure.Of(status);
        if (status == StatusCodes.Status500InternalServerError)
        {
            failure = failure with { Errors = [failure.Errors[0] with { Message = $"{failure.Errors[0].Message} (request id {context.TraceIdentifier})" }] };
        }
        ApiDesk.Write(context.Response, failure, context.TraceIdentifier);
    }

    [LoggerMessage(LogLevel.Error, "API request {RequestId} failed.")]
    private static partial void Failed(ILogger log, string requestId, Exception fault);
}
