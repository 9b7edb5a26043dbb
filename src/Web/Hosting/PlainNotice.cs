using System.Text.Encodings.Web;

namespace SecretsDashboard.Web.Hosting;

/// <summary>A small error page for requests that can't be served a page of the dashboard. It needs no other file and
/// repeats nothing from the request.</summary>
internal static class PlainNotice
{
    private const string Metadata =
        """<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">"""
        + """<meta name="color-scheme" content="light dark">""";

    private const string Style = "font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 12vh auto; padding: 0 1.25rem";

    public static Task WriteAsync(HttpContext context, int status, string title, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.WriteAsync(
                Page(HtmlEncoder.Default.Encode(title), HtmlEncoder.Default.Encode(text)),
                context.RequestAborted
            );
    }

    private static string Page(string title, string text) =>
        $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>{{Metadata}}<title>{{title}} · Secrets Dashboard</title></head>
            <body style="{{Style}}"><main><h1 style="font-size: 1.5rem">{{title}}</h1><p>{{text}}</p></main></body>
            </html>
            """;
}
