using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Http;

namespace SecretsDashboard.Web.Runtime;

/// <summary>The endpoints for a service's own bindings.</summary>
internal sealed class OwnBindings(Gate gate)
{
    private const string All = "/bindings",
        One = All + "/{name}",
        Json = "application/json",
        Text = "text/plain";

    public void Map(IEndpointRouteBuilder runtime)
    {
        runtime.MapMethods(All, ["GET", "HEAD"], ListAsync).WithName("list-own-bindings");
        runtime.MapMethods(One, ["GET", "HEAD"], ResolveAsync).WithName("resolve-binding");
    }

    private async Task ListAsync(HttpContext context)
    {
        var outcome = await gate.AskAsync(ProgramCaller.Of(context), new ListOwnBindings(), context.RequestAborted);
        if (outcome is Done<IReadOnlyList<OwnBinding>> done)
        {
            if (!IsAnswered(context, tag: null, done.RequestId))
            {
                RuntimeAnswer.Write(context.Response, done.Value, done.RequestId);
            }
            return;
        }
        Refuse(context.Response, outcome);
    }

    /// <summary>HEAD decrypts no value: it only reads the tag, and its response has no Content-Length, because the length
    /// is known only from the value.</summary>
    private async Task ResolveAsync(HttpContext context)
    {
        var name = context.Request.RouteValues["name"] as string ?? "";
        var known = HttpMethods.IsHead(context.Request.Method) ? ResolveBinding.Any : Known(context.Request.Headers.IfNoneMatch);
        var outcome = await gate.AskAsync(ProgramCaller.Of(context), new ResolveBinding(name, known), context.RequestAborted);
        if (outcome is Done<ResolvedBinding> done)
        {
            using var binding = done.Value;
            if (!IsAnswered(context, $"\"{binding.Tag}\"", done.RequestId))
            {
                RuntimeAnswer.Write(context.Response, binding, IsBare(context.Request), done.RequestId);
            }
            return;
        }
        Refuse(context.Response, outcome);
    }

    /// <summary>Writes the response when a request header makes a body unnecessary (304) or impossible; false otherwise.</summary>
    /// <param name="tag">Null for a list, which has no tag.</param>
    private static bool IsAnswered(HttpContext context, string? tag, string requestId)
    {
        if (RequestConditions.Of(context.Request) is not { } conditions)
        {
            return false;
        }
        if (conditions.IfMatchFails(tag))
        {
            RuntimeAnswer.Fail(context.Response, StatusCodes.Status412PreconditionFailed, "precondition_failed", requestId);
            return true;
        }
        if (conditions.IfNoneMatchFails(tag))
        {
            RuntimeAnswer.WriteUnchanged(context.Response, tag, requestId);
            return true;
        }
        return false;
    }

    public static void Refuse<T>(HttpResponse response, Outcome<T> outcome)
    {
        var (status, error) = outcome is Refused<T> refused
            ? RuntimeRefusal.Of(refused.Decision, "binding_not_found")
            : (StatusCodes.Status403Forbidden, RuntimeRefusal.Refused);
        RuntimeAnswer.Fail(response, status, error, outcome.RequestId);
    }

    /// <summary>The tags of <c>If-None-Match</c> in the operation's format. Nearly all requests have none or one.</summary>
    private static string? Known(StringValues header)
    {
        if (header is [['"', .. var one, '"']] && !one.AsSpan().ContainsAny("\",*\\"))
        {
            return one;
        }
        return EntityTags.Parse(header) is not { } tags ? null
            : tags.IsAny ? ResolveBinding.Any
            // Our tags contain none of these characters, which would be read as several tags.
            : string.Join(',', tags.Unquoted.Where(t => !t.AsSpan().ContainsAny(",*"))) is { Length: > 0 } known ? known
            : null;
    }

    /// <summary>Whether the caller prefers the bare value to JSON. A caller that accepts anything gets JSON.</summary>
    private static bool IsBare(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
        && types
            .Where(t => t.Quality != 0)
            .OrderByDescending(t => t.Quality ?? 1)
            .FirstOrDefault(t => t.MatchesMediaType(Text) || t.MatchesMediaType(Json))
            is { } first
        && !first.MatchesMediaType(Json);
}
