using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace SecretsDashboard.Web.Api.Reference;

/// <summary>The description of the API for programs, and the page to read and try it. Both are generated from the metadata
/// of the endpoints.</summary>
internal static class ApiReference
{
    public const string DocumentPath = "/openapi/v1.json",
        PagePath = "/api-reference";

    private const string Version = "v1";

    public static void AddApiReference(this IServiceCollection services)
    {
        // The same options as for responses, also for the shapes of bodies, which are read without a serializer.
        services.ConfigureHttpJsonOptions(o =>
            (o.SerializerOptions.PropertyNamingPolicy, o.SerializerOptions.NumberHandling) = (
                ApiJson.Default.Options.PropertyNamingPolicy,
                ApiJson.Default.Options.NumberHandling
            )
        );
        services.AddOpenApi(
            Version,
            options =>
            {
                // HEAD exists wherever GET does and is the same without a body, so it needs no entry.
                options.ShouldInclude = endpoint =>
                    endpoint.HttpMethod != HttpMethods.Head && endpoint.ActionDescriptor.EndpointMetadata.Any(m => m is ApiEndpointInfo);
                options.AddSchemaTransformer<DocumentedShape>();
                options.AddOperationTransformer<DocumentedEndpoint>();
                options.AddDocumentTransformer<DocumentedApi>();
            }
        );
    }

    /// <summary>The document is the same for every client, like the program's files: it describes the program, not the data.
    /// The page is for members: a visitor without a session has no token to try it with.</summary>
    public static void MapApiReference(this WebApplication app)
    {
        Task<byte[]>? document = null;
        app.MapGet(
                DocumentPath,
                async (HttpRequest request) => Results.Bytes(Below(request.PathBase, await DocumentAsync()), "application/json")
            )
            .AllowAnonymous();
        app.MapScalarApiReference(PagePath, ConfigurePage);

        // Generated once: it takes longer than any API response, and unauthenticated clients may request it. After a
        // failure it is generated again.
        Task<byte[]> DocumentAsync() => document = document is { IsFaulted: false } ? document : WriteAsync(app.Services);
    }

    /// <summary>The document contains the base address of the API, which is another path of the host below a sub-path.</summary>
    private static byte[] Below(PathString pathBase, byte[] document) =>
        pathBase.HasValue
            ? Encoding.UTF8.GetBytes(
                Encoding
                    .UTF8.GetString(document)
                    .Replace($"\"url\": \"{ApiSetup.Path}\"", $"\"url\": \"{pathBase}{ApiSetup.Path}\"", StringComparison.Ordinal)
            )
            : document;

    // It takes its language and theme from the dashboard, so it needs no switch of its own.
    private const string Head =
        "<link rel=\"stylesheet\" href=\"../reference.css\" /><script src=\"../theme.js\"></script>"
        + "<script src=\"../reference.js\"></script>";

    private const string Top =
        "<header class=\"sd-reference-top\"><a href=\"../\">Secrets Dashboard</a><a href=\"../tokens\">API tokens</a></header>";

    /// <summary>Nothing is loaded from or sent to other servers: no proxy, fonts, analytics or assistant.</summary>
    private static void ConfigurePage(ScalarOptions page)
    {
        page.Title = "API reference · Secrets Dashboard";
        page.OpenApiRoutePattern = DocumentPath;
        page.Favicon = "../favicon.svg";
        page.HideClientButton = true;
        page.DocumentDownloadType = DocumentDownloadType.Json;
        page.DefaultFonts = false;
        page.PersistentAuthentication = false;
        page.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        page.Theme = ScalarTheme.None;
        (page.HeadContent, page.HeaderContent, page.HideDarkModeToggle) = (Head, Top, true);
        page.DisableTelemetry().DisableAgent().DisableMcp().WithNonce();
    }

    private static async Task<byte[]> WriteAsync(IServiceProvider services)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Version).GetOpenApiDocumentAsync();
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1);
        return json.ToArray();
    }
}
