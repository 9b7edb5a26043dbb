using System.Globalization;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Circuits;

namespace SecretsDashboard.Web.Exports;

/// <summary>The endpoints from which members download lists and the audit log.</summary>
internal static class ExportSetup
{
    /// <exception cref="Vault.StartupException">A setting is invalid.</exception>
    public static void AddExports(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton(ExportSlots.From(builder.Configuration));

    /// <summary>Maps an export, which requires a signed-in member and holds a slot until its file has been sent.</summary>
    public static void MapExport(this IEndpointRouteBuilder routes, string path, Delegate export) =>
        routes.MapGet(path, export).AddEndpointFilter<SlotFilter>().RequireAuthorization();

    // A client that has read the end of an export may start the next one at once, so the slot is released before that end is sent.
    private sealed class SlotReleasingResult(IResult export, ExportSlots.Slot slot) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            using (slot)
            {
                await export.ExecuteAsync(context);
            }
        }
    }

    private sealed class SlotFilter(ExportSlots slots, Gate gate) : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
        {
            var context = invocation.HttpContext;
            context.Response.Headers.CacheControl = "no-store";
            // Another site can't read the file, but it would take the member's slot and leave an audit row in the member's name.
            if (RequestSource.IsAnotherSite(context.Request))
            {
                return Results.Text(
                    "This export is refused: the browser says that a page of another site asked for it.",
                    statusCode: StatusCodes.Status403Forbidden
                );
            }
            // Only a member with a valid session needs a slot: the gate rejects every other caller, and nothing is exported.
            if ((await gate.IdentifyAsync(SessionCookie.CallerOf(context.User))).Member is { Standing: Standing.Good } member)
            {
                if (slots.TryAcquire(member.Id, out var refusal) is not { } slot)
                {
                    return Reject(context, refusal);
                }
                context.Response.RegisterForDispose(slot); // An export that fails before it is sent releases its slot here.
                return await next(invocation) is IResult export
                    ? new SlotReleasingResult(export, slot)
                    : throw new InvalidOperationException("An export returns an IResult.");
            }
            return await next(invocation);
        }

        private static IResult Reject(HttpContext context, string refusal)
        {
            context.Response.Headers.RetryAfter = ExportSlots.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            return Results.Text(refusal, statusCode: StatusCodes.Status429TooManyRequests);
        }
    }
}
