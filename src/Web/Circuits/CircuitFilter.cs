using System.Collections.Frozen;
using Microsoft.AspNetCore.SignalR;

namespace SecretsDashboard.Web.Circuits;

/// <summary>Runs before every call to the framework's hub. It binds circuits to the session that opened them, because the
/// framework accepts a circuit's id from any signed-in member, and limits their number.</summary>
internal sealed class CircuitFilter(CircuitSessions sessions, CircuitTermination termination, ConnectionProblems problems) : IHubFilter
{
    /// <summary>The methods that a connection may call once it has a circuit. A method that a newer framework adds is
    /// rejected until it is listed.</summary>
    internal static readonly FrozenSet<string> OfOpenCircuit =
    [
        "UpdateRootComponents",
        "BeginInvokeDotNetFromJS",
        "EndInvokeJSFromDotNet",
        "ReceiveByteArray",
        "ReceiveJSDataChunk",
        "SendDotNetStreamToJS",
        "OnRenderCompleted",
        "OnLocationChanged",
        "OnLocationChanging",
    ];

    /// <summary>Calls that are answered here: nothing is persisted, so nothing can be paused and resumed.</summary>
    internal const string Start = "StartCircuit",
        Connect = "ConnectCircuit",
        Resume = "ResumeCircuit",
        Pause = "PauseCircuit";

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var token = context.Context.GetHttpContext()?.Request.Query["id"].ToString();
        if (
            CircuitOwner.Of(context.Context.User) is not { } owner
            || !sessions.TryConnect(context.Context.ConnectionId, token is "" ? null : token, owner)
        )
        {
            context.Context.Abort();
            return;
        }
        await next(context);
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        await next(context, exception);
        await termination.EndAsync(sessions.Disconnected(context.Context.ConnectionId));
    }

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        if (CircuitOwner.Of(invocationContext.Context.User) is not { } owner)
        {
            invocationContext.Context.Abort();
            return null;
        }
        return invocationContext.HubMethodName switch
        {
            Start => await StartAsync(invocationContext, owner, next),
            Connect => await ConnectAsync(invocationContext, owner, next),
            Resume => null,
            Pause => false,
            var other when OfOpenCircuit.Contains(other) => await next(invocationContext),
            _ => throw new HubException("This method is not available."),
        };
    }

    private async ValueTask<object?> StartAsync(
        HubInvocationContext call,
        CircuitOwner owner,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        var connection = call.Context.ConnectionId;
        var (problem, ended) = sessions.TryStart(connection, owner);
        await termination.EndAsync(ended);
        if (problem is not null)
        {
            problems.Note(owner.Session, problem);
            // The page shows its error, and requests the reason.
            await call.Hub.Clients.Caller.SendAsync("JS.Error", "Too many pages are open.");
            call.Context.Abort();
            return null;
        }
        string? circuit = null;
        try
        {
            circuit = await next(call) as string;
        }
        finally
        {
            sessions.Started(connection, owner, circuit);
        }
        if (circuit is not null)
        {
            problems.Forget(owner.Session);
        }
        return circuit;
    }

    /// <summary>The id of another session's circuit is answered like an expired one.</summary>
    private async ValueTask<object?> ConnectAsync(
        HubInvocationContext call,
        CircuitOwner owner,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        if (call.HubMethodArguments is not [string circuit] || !sessions.TryTakeOver(call.Context.ConnectionId, owner, circuit))
        {
            return false;
        }
        var isConnected = await next(call);
        if (isConnected is not true)
        {
            sessions.TryEnd(circuit, owner.Session);
        }
        return isConnected;
    }
}
