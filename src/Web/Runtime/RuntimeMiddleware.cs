using System.Data.Common;
using System.Globalization;
using SecretsDashboard.Vault.Accounts;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Logs;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Runtime;

/// <summary>The middleware for everything below <c>/runtime/v1</c>: the caller receives a status and a stable error code;
/// only the audit log records the reason.</summary>
internal sealed class RuntimeMiddleware(
    ApiRateLimiter limiter,
    WorkloadTokens workloads,
    Gate gate,
    StorageFaultLog storage,
    RequestFaults faults
)
{
    public const string Path = "/runtime/v1";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if ((limiter.AcquireForAddress(context) ?? await WaitAsync(context)) is { } wait)
            {
                context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                RuntimeAnswer.Fail(context.Response, StatusCodes.Status429TooManyRequests, "too_many_requests", context.TraceIdentifier);
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

    /// <summary>Identifies the caller only after the per-address limit, because verifying a JWT signature is expensive.</summary>
    private async ValueTask<TimeSpan?> WaitAsync(HttpContext context)
    {
        var who = await RuntimeCaller.ReadAsync(context, workloads);
        return await limiter.WaitAsync(context, who.Caller, who.RateLimitKey);
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
        if (!context.Response.Headers.ContainsKey(RuntimeAnswer.RequestId))
        {
            // Routing has already responded: the route or the method does not exist. The gate still runs, for the audit row.
            var outcome = await gate.AskAsync(RuntimeCaller.Of(context), new FindRoute(), context.RequestAborted);
            var status = context.Response.StatusCode;
            RuntimeAnswer.Fail(
                context.Response,
                status,
                status == StatusCodes.Status405MethodNotAllowed ? "method_not_allowed" : "not_found",
                outcome.RequestId
            );
        }
    }

    private void Answer(HttpContext context, Exception fault)
    {
        var (status, error) = fault switch
        {
            BadHttpRequestException request => (request.StatusCode, "malformed_request"),
            StorageException or DbException => (StatusCodes.Status503ServiceUnavailable, "storage_unavailable"),
            _ => (StatusCodes.Status500InternalServerError, "fault"),
        };
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            storage.Write(context.TraceIdentifier, fault);
        }
        else if (status >= StatusCodes.Status500InternalServerError)
        {
            faults.Log(context.TraceIdentifier, fault);
        }
        RuntimeAnswer.Fail(context.Response, status, error, context.TraceIdentifier);
    }
}
