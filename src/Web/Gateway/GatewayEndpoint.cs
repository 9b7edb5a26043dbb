using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Web.Http;
using SecretsDashboard.Web.Runtime;
using Yarp.ReverseProxy.Forwarder;

namespace SecretsDashboard.Web.Gateway;

/// <summary>The endpoint of a gateway: a caller sends a request for a provider with the gateway's credential, and the
/// server adds the key.</summary>
internal sealed partial class GatewayEndpoint(
    Gate gate,
    KeyStatuses statuses,
    GatewayOptions options,
    ProviderConnections connections,
    IHttpForwarder forwarder,
    ILogger<GatewayEndpoint> log
)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    private readonly ConcurrencySlots _slots = new(options.MaxConcurrentRequests);
    private readonly ForwarderRequestConfig _forward = new() { ActivityTimeout = options.Idle, AllowResponseBuffering = false };

    public void Map(IEndpointRouteBuilder gateways) =>
        gateways.MapMethods("/{gateway}/{provider}/{**rest}", Methods, ForwardAsync).WithName("forward-to-provider");

    private async Task ForwardAsync(HttpContext context)
    {
        var provider = options.Providers.GetValueOrDefault(Text(context, "provider"));
        var address = provider is null ? null : ProviderAddress.Of(provider, context.Request);
        var use = new UseProviderKey(Text(context, "gateway"), Text(context, "provider"), RequestHeaderFilter.AliasOf(context.Request));
        var problem = GatewayProblems.Of(context, address, options.MaxBodyBytes);
        using var slot = problem is null ? await AcquireSlotAsync(context, provider!) : null;
        problem ??= slot is null ? GatewayProblems.Busy : null;
        var outcome = await gate.AskAsync(
            ProgramCaller.Of(context),
            problem is null ? use : use with { InputErrors = [problem] },
            context.RequestAborted
        );
        if (outcome is not Done<ProviderKey> done)
        {
            Refuse(context.Response, outcome);
            return;
        }
        using var key = done.Value;
        await SendAsync(context, provider!, address!, key, done.RequestId);
    }

    // Unauthenticated callers never consume a slot. The gate rejects them, without mentioning slots.
    private async Task<ConcurrencySlots.Slot?> AcquireSlotAsync(HttpContext context, Provider provider) =>
        (await gate.IdentifyAsync(ProgramCaller.Of(context))).Service is { Standing: Standing.Good } caller
            ? _slots.Acquire(caller.Id, provider.Slug)
            : null;

    private async Task SendAsync(HttpContext context, Provider provider, Uri address, ProviderKey key, string requestId)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.MaxBodyBytes;
        }
        context.Response.Headers[AnswerWriter.RequestIdHeader] = requestId;
        using var limit = new CancellationTokenSource(options.MaxDuration);
        var transform = new ProviderTransform(provider, address, key, requestId, statuses, log);
        var error = await forwarder.SendAsync(
            context,
            provider.Address.AbsoluteUri,
            connections.To(provider),
            _forward,
            transform,
            limit.Token
        );
        if (error == ForwarderError.None || (IsCancelled(error) && !limit.IsCancellationRequested))
        {
            return; // Success, or the caller disconnected.
        }
        LogFailure(provider.Slug, requestId, error, FailureSummary.Of(context.Features.Get<IForwarderErrorFeature>()?.Exception));
        if (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var (status, code) = GatewayProblems.Of(error, context.Response.StatusCode, limit.IsCancellationRequested);
            RuntimeAnswer.Fail(context.Response, status, code, requestId);
        }
    }

    // Cancelled by a disconnected caller or by the time limit. For an idle timeout the forwarder has other errors, which
    // name the silent side.
    private static bool IsCancelled(ForwarderError error) =>
        error is ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled;

    // A failure that the caller caused isn't logged as a warning: the operator would look for a problem at the provider, in vain.
    private void LogFailure(string provider, string requestId, ForwarderError error, string cause)
    {
        switch (error)
        {
            case ForwarderError.RequestBodyClient:
                CallerSent(log, requestId, provider, error, cause);
                break;
            case ForwarderError.ResponseBodyClient:
                CallerTook(log, requestId, provider, error, cause);
                break;
            default:
                Stumbled(log, provider, requestId, error, cause);
                break;
        }
    }

    private static void Refuse(HttpResponse response, Outcome<ProviderKey> outcome)
    {
        var problem = (outcome as Failed<ProviderKey>)?.Problems[0];
        var (status, code) = outcome is Refused<ProviderKey> refused
            ? RuntimeRefusal.Of(refused.Decision, RuntimeRefusal.NotFound)
            : GatewayProblems.Of(problem!);
        if (problem?.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
        RuntimeAnswer.Fail(response, status, code, outcome.RequestId);
    }

    private static string Text(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";

    [LoggerMessage(
        LogLevel.Information,
        "The caller of request {RequestId} to provider {Provider} did not send a complete body: {Error} ({Cause})"
    )]
    private static partial void CallerSent(ILogger log, string requestId, string provider, ForwarderError error, string cause);

    [LoggerMessage(
        LogLevel.Information,
        "The caller of request {RequestId} to provider {Provider} did not read the whole response: {Error} ({Cause})"
    )]
    private static partial void CallerTook(ILogger log, string requestId, string provider, ForwarderError error, string cause);

    [LoggerMessage(LogLevel.Warning, "Provider {Provider} did not complete its response to request {RequestId}: {Error} ({Cause})")]
    private static partial void Stumbled(ILogger log, string provider, string requestId, ForwarderError error, string cause);
}
