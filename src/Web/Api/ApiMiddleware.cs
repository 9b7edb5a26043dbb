using System.Data.Common;
using System.Globalization;
using SecretsDashboard.Vault.Accounts;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Logs;

namespace SecretsDashboard.Web.Api;

/// <summary>The middleware for everything below <c>/client/v4</c>: requests bypass cookies, antiforgery and pages, and
/// every response is an <see cref="ApiResponse{T}"/>, including faults and unknown routes.</summary>
internal sealed class ApiMiddleware(ApiRateLimiter limiter, Gate gate, StorageFaultLog storage, RequestFaults faults)
{
    public const string Path = "/client/v4";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (
                (limiter.AcquireForAddress(context) ?? await limiter.WaitAsync(context, ApiCaller.Of(context), TokenText.ApiToken)) is
                { } wait
            )
            {
                Throttle(context, wait);
            }
            else
            {
                await InvokeEndpointAsync(context);
            }
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                return; // The client disconnected.
            }
            Answer(context, e);
        }
        RequestBodyDrain.Allow(context);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async Task InvokeEndpointAsync(HttpContext context)
    {
        if (!ApiAddress.HasDots(context) && context.GetEndpoint() is { RequestDelegate: { } endpoint })
        {
            await endpoint(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        if (!context.Response.Headers.ContainsKey(ApiAnswer.RequestId))
        {
            // Routing has already responded: the route or the method does not exist. The gate still runs, for the audit row.
            var outcome = await gate.AskAsync(ApiCaller.Of(context), new FindRoute(), context.RequestAborted);
            ApiResponder.Write(context.Response, ApiFailure.Of(context.Response.StatusCode), outcome.RequestId);
        }
    }

    private static void Throttle(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        ApiResponder.Write(context.Response, ApiFailure.Of(StatusCodes.Status429TooManyRequests), context.TraceIdentifier);
    }

    private void Answer(HttpContext context, Exception fault)
    {
        var status = fault switch
        {
            BadHttpRequestException request => request.StatusCode,
            StorageException or DbException => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            storage.Write(context.TraceIdentifier, fault);
        }
        else if (status >= StatusCodes.Status500InternalServerError)
        {
            faults.Log(context.TraceIdentifier, fault);
        }
        var failure = ApiFailure.Of(status);
        if (status == StatusCodes.Status500InternalServerError)
        {
            failure = failure with
            {
                Errors = [failure.Errors[0] with { Message = $"{failure.Errors[0].Message} (request id {context.TraceIdentifier})" }],
            };
        }
        ApiResponder.Write(context.Response, failure, context.TraceIdentifier);
    }
}
