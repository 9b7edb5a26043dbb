using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SecretsDashboard.Web.Api.Reference;

/// <summary>The parts that describe the API as a whole: its address, its authentication, its format.</summary>
internal sealed class DocumentedApi : IOpenApiDocumentTransformer
{
    private const string Scheme = "token";

    private const string About =
        "Cloudflare's Secrets Store API as implemented by this server, with its own additions: services, bindings, "
        + "and decisions that explain themselves.\n\n"
        + "Every response has the members `success`, `errors`, `messages` and `result`. "
        + "The message of an error begins with a stable name, by which clients tell errors apart. Objects\n"
        + "outside a token's reach are not found (404). A refusal (403) says which check failed and what would make it pass. "
        + "No response contains a secret's value.\n\n"
        + "Bodies are JSON in UTF-8, whatever the content type. "
        + "Member names are unique in an object, and nesting is at most 16 levels deep. Unknown members\n"
        + "are ignored, and so are unknown query parameters of requests that read or create; `messages` lists them. "
        + "A change with an unknown query parameter is refused (400).\n"
        + "The upload of a Worker accepts any parameter and lists none. `ai-gateway` is accepted for the scope `ai_gateway`.\n\n"
        + "HEAD is supported wherever GET is. A single object has an `ETag`, which changes with everything except its last use; "
        + "lists have none. A matching `If-None-Match` is answered\n"
        + "with 304, and a change with `If-Match` is made only while the object has that tag (412 otherwise), as in RFC 9110.\n\n"
        + "Start with `GET /accounts`, which returns the account's id.";

    public async Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "Secrets Dashboard",
            Version = "v4",
            Description = About,
        };
        document.Servers = [new OpenApiServer { Url = ApiSetup.Path, Description = "This server" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API token of this server.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        document.Paths = BelowTheServer(document.Paths);
        document.Tags = document
            .Paths.Values.SelectMany(p => p.Operations!.Values)
            .SelectMany(o => o.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(t => new OpenApiTag { Name = t.Name })
            .DistinctBy(t => t.Name)
            .ToHashSet();
        foreach (var (name, type) in DocumentedAnswer.Parts)
        {
            document.AddComponent(name, (IOpenApiSchema)await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
        }
        document.AddComponent(DocumentedAnswer.Failure, DocumentedAnswer.OfFailure(document));
    }

    private static OpenApiPaths BelowTheServer(OpenApiPaths served)
    {
        var paths = new OpenApiPaths();
        foreach (var (path, item) in served)
        {
            paths.Add(path[ApiSetup.Path.Length..].TrimEnd('/'), item);
        }
        return paths;
    }
}
