using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Http;

/// <summary>Sends the requests below a path to the middleware for programs.</summary>
internal static class ProgramSetup
{
    public static void UsePrograms(
        this WebApplication app,
        string path,
        Func<HttpContext, ValueTask<ProgramCaller>> identify,
        AnswerWriter writer
    ) =>
        app.MapWhen(
            context => ApiAddress.IsBelow(context, path),
            programs =>
            {
                if (!app.Environment.IsDevelopment())
                {
                    programs.UseHsts();
                }
                var middleware = app.Services.GetRequiredService<ProgramMiddleware>();
                programs.Run(context => middleware.InvokeAsync(context, identify, writer));
            }
        );
}
