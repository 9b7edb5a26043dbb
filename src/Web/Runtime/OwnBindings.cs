using System.Diagnostics;
using Microsoft.Net.Http.Headers;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Web.Runtime;

/// <summary>The doors of a service to its own bindings.</summary>
internal sealed class OwnBindings(Gate gate)
{
    private const string All = "/bindings", One = All + "/{name}", Json = "application/json", Text = "text/plain";

    public void Map(IEndpointRouteBuilder runtime)
    {
        runtime.MapMethods(All, ["GET"], ListAsync).WithName("list-own-bindings");
        runtime.MapMethods(One, ["GET"], ResolveAsync).WithName("resolve-binding");
    }

    private async Task ListAsync(HttpContext context)
    {
        var outcome = await gate.AskAsync(RuntimeCaller.Of(context), new ListOwnBindings(), context.RequestAborted);
        if (outcome is Done<IReadOnlyList<OwnBinding>> done)
        {
            RuntimeAnswer.Write(context.Response, done.Value, done.RequestId);
            return;
        }
        Refuse(context.Response, outcome);
    }

    private async Task ResolveAsync(HttpContext context)
    {
        var name = context.Request.RouteValues["name"] as string ?? "";
        var outcome = await gate.AskAsync(RuntimeCaller.Of(context), new ResolveBinding(name, KnownTag(context.Request)), context.RequestAborted);
        if (outcome is Done<ResolvedBinding> done)
        {
            using var binding = done.Value;
            RuntimeAnswer.Write(context.Response, binding, IsBare(context.Request), done.RequestId);
            return;
        }
        Refuse(context.Response, outcome);
    }

    public static void Refuse<T>(HttpResponse response, Outcome<T> outcome)
    {
        var (status, error) = outcome switch
        {
            Refused<T> refused => RuntimeRefusal.Of(refused.Decision, "binding_not_found"),
            Failed<T> => (StatusCodes.Status403Forbidden, RuntimeRefusal.Refused),
            _ => throw new UnreachableException("There is no fourth outcome."),
        };
        RuntimeAnswer.Fail(response, status, error, outcome.RequestId);
    }

    /// <summary>The one tag of <c>If-None-Match</c>; of several none is looked at, and the value is sent.</summary>
    private static string? KnownTag(HttpRequest request) =>
        request.Headers.IfNoneMatch is [{ } text] && EntityTagHeaderValue.TryParse(text, out var tag) ? tag.Tag.ToString().Trim('"') : null;

    /// <summary>Whether the caller would sooner have the bare value than JSON. Whoever takes anything gets JSON.</summary>
    private static bool IsBare(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
        && types.Where(t => t.Quality != 0).OrderByDescending(t => t.Quality ?? 1).FirstOrDefault(t => t.MatchesMediaType(Text) || t.MatchesMediaType(Json)) is { } first && !first.MatchesMediaType(Json);
}
