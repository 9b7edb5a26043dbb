using System.Data.Common;
using System.Globalization;
using SecretsDashboard.Vault.Accounts;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Logs;

namespace SecretsDashboard.Web.Http;

/// <summary>The middleware for everything that programs call: it limits the rate, identifies the caller once, runs the endpoint, and
/// answers what no endpoint has answered, faults and unknown routes included. Requests bypass cookies, antiforgery and pages.</summary>
internal sealed class ProgramMiddleware(ApiRateLimiter limiter, Gate gate, StorageFaultLog storage, RequestFaults faults)
{
    /// <param name="identify">Reads the caller. It runs after the limit per address, because verifying a JWT's signature is
    /// expensive.</param>
    public async Task InvokeAsync(HttpContext context, Func<HttpContext, ValueTask<ProgramCaller>> identify, AnswerWriter writer)
    {
        try
        {
            if ((limiter.AcquireForAddress(context) ?? await WaitAsync(context, identify)) is { } wait)
            {
                context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                writer.Fail(context, StatusCodes.Status429TooManyRequests, context.TraceIdentifier);
            }
            else
            {
                await InvokeEndpointAsync(context, writer);
            }
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                return; // The client disconnected.
            }
            writer.Fail(context, Log(context, e), context.TraceIdentifier);
        }
        RequestBodyDrain.Allow(context);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async ValueTask<TimeSpan?> WaitAsync(HttpContext context, Func<HttpContext, ValueTask<ProgramCaller>> identify)
    {
        var caller = await identify(context);
        context.Features.Set(caller);
        return await limiter.WaitAsync(context, caller);
    }

    private async Task InvokeEndpointAsync(HttpContext context, AnswerWriter writer)
    {
        if (!ApiAddress.HasDots(context) && context.GetEndpoint() is { RequestDelegate: { } endpoint })
        {
            await endpoint(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        if (!context.Response.Headers.ContainsKey(AnswerWriter.RequestIdHeader))
        {
            // Routing has already responded: the route or the method does not exist. The gate still runs, for the audit row.
            var outcome = await gate.AskAsync(ProgramCaller.Of(context), new RequestUnknownRoute(), context.RequestAborted);
            writer.Fail(context, context.Response.StatusCode, outcome.RequestId);
        }
    }

    /// <returns>The status of the response.</returns>
    private int Log(HttpContext context, Exception fault)
    {
        switch (fault)
        {
            case BadHttpRequestException request:
                return request.StatusCode;
            case StorageException or DbException:
                storage.Write(context.TraceIdentifier, fault);
                return StatusCodes.Status503ServiceUnavailable;
            default:
                faults.Log(context.TraceIdentifier, fault);
                return StatusCodes.Status500InternalServerError;
        }
    }
}
