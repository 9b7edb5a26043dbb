using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Web.Runtime;

/// <summary>Tells a service which of its bindings changed, for as long as it listens and may:
/// server-sent events, to be resumed with <c>Last-Event-ID</c>.</summary>
internal sealed class ChangesFeed(Gate gate, ChangeBroadcaster broadcaster, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>No stream lasts longer. Its client comes back, and who is no client any more but a
    /// connection that nobody closed, or nobody reads, gives its slot back: from
    /// here a quiet stream that nobody reads looks like any other, since the little that is
    /// written for it waits in the buffers on the way and fills none.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>What lies between the service and here must not take silence for the end.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int ComeBackSeconds = 5;

    public void Map(IEndpointRouteBuilder runtime) =>
        runtime.MapMethods("/changes", ["GET", "HEAD"], FollowAsync).WithName("follow-own-bindings");

    private async Task FollowAsync(HttpContext context)
    {
        var caller = RuntimeCaller.Of(context);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            await DescribeAsync(context, caller);
            return;
        }
        // Who it is only says on whose account this connection is counted; the gate decides, and refuses a caller who does not count.
        var who = (await gate.WhoAsync(caller)).Service;
        using var subscription = who is { Standing: Standing.Good } service ? broadcaster.Subscribe(service.Id) : null;
        if (who is { Standing: Standing.Good } && subscription is null)
        {
            TurnAway(context);
            return;
        }
        var heard = LastHeard(context);
        var outcome = await gate.AskAsync(caller, new FollowOwnBindings(heard), context.RequestAborted);
        switch (outcome)
        {
            case Done<BindingNews> when subscription is null: // It came to count between the two questions.
                TurnAway(context);
                break;
            case Done<BindingNews> done:
                Begin(context, done.RequestId);
                await SendAsync(context, caller, subscription, done.Value, isResumed: heard is not null);
                break;
            default:
                OwnBindings.Refuse(context.Response, outcome);
                break;
        }
    }

    /// <summary>Answers HEAD: the same decision and row as the stream's start. Nothing follows, so that no slot is taken.</summary>
    private async Task DescribeAsync(HttpContext context, Caller caller)
    {
        var outcome = await gate.AskAsync(caller, new FollowOwnBindings(LastHeard(context)), context.RequestAborted);
        if (outcome is Done<BindingNews> done)
        {
            Begin(context, done.RequestId);
            return;
        }
        OwnBindings.Refuse(context.Response, outcome);
    }

    private static string? LastHeard(HttpContext context) =>
        context.Request.Headers["Last-Event-ID"] is [.., { Length: > 0 } last] ? last : null;

    private static void TurnAway(HttpContext context)
    {
        context.Response.Headers.RetryAfter = $"{ComeBackSeconds}";
        RuntimeAnswer.Fail(context.Response, StatusCodes.Status429TooManyRequests, "too_many_followers", context.TraceIdentifier);
    }

    private static void Begin(HttpContext context, string requestId)
    {
        RuntimeAnswer.Begin(context.Response, StatusCodes.Status200OK, requestId);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // A proxy that collects answers would keep the news to itself.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private async Task SendAsync(HttpContext context, Caller caller, Subscription subscription, BindingNews first, bool isResumed)
    {
        // Uneven, so that those who came together after a restart do not come back together each time.
        using var life = new CancellationTokenSource(
            Longest - TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32((int)Longest.TotalSeconds / 4)),
            time
        );
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, life.Token);
        var events = new EventWriter(context.Response.BodyWriter, time);
        try
        {
            await events.BeginAsync(first, isResumed, over.Token);
            await ContinueAsync(caller, subscription, events, over.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or DbException or IOException)
        {
            // Whoever still listens comes back with the last id, and is told then what is wrong.
        }
        catch (TimeoutException)
        {
            context.Abort(); // What still lies here for it is thrown away with the connection.
        }
    }

    /// <summary>Each look is decided anew. It ends with the right, with the program, with the connection and
    /// its life, and when what is written is not taken any more. Nothing is kept for a
    /// slow one but the events of one look: the next look waits until they are taken.</summary>
    private async Task ContinueAsync(Caller caller, Subscription subscription, EventWriter events, CancellationToken over)
    {
        var sent = time.GetTimestamp();
        while (await gate.ContinueAsync(caller, events.Position, over) is { } news)
        {
            if (news is not { MustReadAll: false, Changes: [] } || time.GetElapsedTime(sent) >= Heartbeat)
            {
                await events.SendAsync(news, over);
                sent = time.GetTimestamp();
            }
            if (news.Changes.Count == 0)
            {
                var left = Heartbeat - time.GetElapsedTime(sent);
                await subscription.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, over);
            }
        }
    }
}
