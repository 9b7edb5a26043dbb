using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Web.Http;

namespace SecretsDashboard.Web.Runtime;

/// <summary>Streams a service's own binding changes as server-sent events, for as long as the service is connected and
/// authorized. A client resumes with <c>Last-Event-ID</c>.</summary>
internal sealed class ChangesFeed(Gate gate, ChangeBroadcaster broadcaster, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Maximum duration of a stream; the client then reconnects. A dead connection, or one that isn't read,
    /// thereby releases its slot. The server can't detect it otherwise: on a quiet stream the few bytes written never fill
    /// the buffers on the way.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(15);

    /// <summary>Keeps intermediaries from closing the stream as idle.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int RetryAfterSeconds = 5;

    public void Map(IEndpointRouteBuilder runtime) =>
        runtime.MapMethods("/changes", ["GET", "HEAD"], FollowAsync).WithName("follow-own-bindings");

    private async Task FollowAsync(HttpContext context)
    {
        var caller = ProgramCaller.Of(context);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            await DescribeAsync(context, caller);
            return;
        }
        // The caller's identity only determines which service's connection limit applies; the gate decides, and rejects an invalid caller.
        var identified = (await gate.IdentifyAsync(caller)).Service;
        using var subscription = identified is { Standing: Standing.Good } service ? broadcaster.Subscribe(service.Id) : null;
        if (identified is { Standing: Standing.Good } && subscription is null)
        {
            Reject(context);
            return;
        }
        var lastId = LastEventId(context);
        var outcome = await gate.AskAsync(caller, new FollowOwnBindings(lastId), context.RequestAborted);
        switch (outcome)
        {
            case Done<BindingChangeBatch> when subscription is null: // The caller became valid between the two calls.
                Reject(context);
                break;
            case Done<BindingChangeBatch> done:
                Begin(context, done.RequestId);
                await SendAsync(context, caller, subscription, done.Value, isResumed: lastId is not null);
                break;
            default:
                OwnBindings.Refuse(context.Response, outcome);
                break;
        }
    }

    /// <summary>Answers HEAD with the same decision and audit row as the start of a stream. No events follow, so it takes
    /// no slot.</summary>
    private async Task DescribeAsync(HttpContext context, Caller caller)
    {
        var outcome = await gate.AskAsync(caller, new FollowOwnBindings(LastEventId(context)), context.RequestAborted);
        if (outcome is Done<BindingChangeBatch> done)
        {
            Begin(context, done.RequestId);
            return;
        }
        OwnBindings.Refuse(context.Response, outcome);
    }

    private static string? LastEventId(HttpContext context) =>
        context.Request.Headers["Last-Event-ID"] is [.., { Length: > 0 } last] ? last : null;

    private static void Reject(HttpContext context)
    {
        context.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        RuntimeAnswer.Fail(context.Response, StatusCodes.Status429TooManyRequests, "too_many_followers", context.TraceIdentifier);
    }

    private static void Begin(HttpContext context, string requestId)
    {
        RuntimeAnswer.Begin(context.Response, StatusCodes.Status200OK, requestId);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // A buffering proxy would delay the events.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private async Task SendAsync(HttpContext context, Caller caller, Subscription subscription, BindingChangeBatch first, bool isResumed)
    {
        // Randomized, so that clients that connected together after a restart don't all reconnect together.
        using var lifetimeLimit = new CancellationTokenSource(
            MaxDuration - TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32((int)MaxDuration.TotalSeconds / 4)),
            time
        );
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            lifetime.ApplicationStopping,
            lifetimeLimit.Token
        );
        var events = new EventWriter(context.Response.BodyWriter, time);
        try
        {
            await events.BeginAsync(first, isResumed, linked.Token);
            await ContinueAsync(caller, subscription, events, linked.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or DbException or IOException)
        {
            // A client that is still connected reconnects with the last id, and then receives the error.
        }
        catch (TimeoutException)
        {
            context.Abort(); // Also discards the unsent data in the buffers.
        }
    }

    /// <summary>Each read is authorized anew. The loop ends when the right, the program, the connection or the maximum
    /// duration ends, or when the client stops reading. For a slow client only one batch of events is kept: the next read
    /// waits until it has been sent.</summary>
    private async Task ContinueAsync(Caller caller, Subscription subscription, EventWriter events, CancellationToken linked)
    {
        var sent = time.GetTimestamp();
        while (await gate.ContinueAsync(caller, events.Position, linked) is { } batch)
        {
            if (batch is not { MustReadAll: false, Changes: [] } || time.GetElapsedTime(sent) >= Heartbeat)
            {
                await events.SendAsync(batch, linked);
                sent = time.GetTimestamp();
            }
            if (batch.Changes.Count == 0)
            {
                var remaining = Heartbeat - time.GetElapsedTime(sent);
                await subscription.WaitAsync(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero, linked);
            }
        }
    }
}
