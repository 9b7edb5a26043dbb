using System.Globalization;
using System.Text.Encodings.Web;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Anonymous;

/// <summary>A page for a rejected request. Its text is constant, so that many rejections cost almost nothing, and it needs
/// no script.</summary>
/// <param name="Before">What happened, up to the time to wait.</param>
/// <param name="After">What follows the time to wait.</param>
internal sealed record RefusalPage(int Status, string Title, string Before, string After)
{
    public static RefusalPage TooMany { get; } =
        new(
            StatusCodes.Status429TooManyRequests,
            "Too many requests from your network",
            "Sign-in, set-up and one-time links accept a limited number of requests a minute from each network, "
                + "to prevent guessing of passwords and links. Nothing was done. Wait ",
            ", then try again. Browsers in which a member has signed in are not limited."
        );

    public static RefusalPage LowDisk { get; } =
        new(
            StatusCodes.Status503ServiceUnavailable,
            "The server is short of disk space",
            "It keeps what is left for the services that read their secrets, "
                + "so requests from browsers that it does not know have to wait. Nothing was done. Try again in ",
            ". If it lasts, tell the person who runs the server: its log names the setting."
        );

    public async Task WriteAsync(HttpContext context, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        var response = context.Response;
        response.StatusCode = Status;
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        response.ContentType = "text/html; charset=utf-8";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.WriteAsync(
                Html(HtmlEncoder.Default.Encode(context.Request.PathBase.Value ?? ""), seconds),
                context.RequestAborted
            );
        }
    }

    // Same layout as the other pages without a session: see App.razor and PlainLayout.razor. The script only selects the theme.
    private string Html(string root, int seconds)
    {
        var delay = seconds == 1 ? "a second" : $"{seconds} seconds";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>{Title} · Secrets Dashboard</title>
                <script src="{root}/theme.js"></script>
                <link rel="stylesheet" href="{root}/app.css" />
                <link rel="icon" href="{root}/favicon.svg" type="image/svg+xml" />
            </head>
            <body>
                <div class="sd-plain">
                    <header class="sd-plain-head">
                        <a class="sd-brand" href="{root}/">{ShieldIcon.Logo}<span>Secrets Dashboard</span></a>
                    </header>
                    <main id="content" class="sd-plain-body">
                        <section class="sd-auth">
                            <div class="sd-auth-intro"><h1>{Title}</h1><p>{Before}{delay}{After}</p></div>
                            <a class="sd-button" href="{root}/login">Go to sign in</a>
                        </section>
                    </main>
                </div>
            </body>
            </html>
            """;
    }
}
