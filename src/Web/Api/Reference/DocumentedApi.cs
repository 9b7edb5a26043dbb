using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SecretsDashboard.Web.Api.Reference;

/// <summary>What holds for the API as a whole: where it is, who may call, what every answer is.</summary>
internal sealed class DocumentedApi : IOpenApiDocumentTransformer
{
    private const string Scheme = "token";

    private const string About = """
        Cloudflare's Secrets Store API as this server answers it, with what is its own: services, bindings, and decisions that explain themselves.

        Every answer is an envelope: `success`, `errors`, `messages`, `result`. Clients tell errors apart by their message, which begins with a stable name. What a token may not
        see does not exist for it (404); a refusal (403) says which check failed and what would make it pass. No answer holds a value.

        Bodies are JSON in UTF-8 whatever the content type says; an object names nothing twice, and nothing is nested deeper than 16 levels. Members that are
        not known are ignored, and so are query parameters of a request that reads or creates; `messages` names them. A change is refused (400) when its query has a parameter that is not
        known. The upload of a Worker takes any parameter and names nothing. `ai-gateway` is taken for the scope `ai_gateway`.

        HEAD is answered where GET is. One object has an `ETag`, which stays the same while nothing but its last use changes; lists have none. `If-None-Match` is answered with 304,
        and `If-Match` makes a change only while the object has that tag (412 otherwise), as RFC 9110 has them.

        Begin with `GET /accounts`: it tells the account's id.
        """;

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Secrets Dashboard", Version = "v4", Description = About };
        document.Servers = [new OpenApiServer { Url = ApiMiddleware.Path, Description = "This server" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API token of this server." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        document.Paths = BelowTheServer(document.Paths);
        document.Tags = document.Paths.Values.SelectMany(p => p.Operations!.Values).SelectMany(o => o.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(t => new OpenApiTag { Name = t.Name }).DistinctBy(t => t.Name).ToHashSet();
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
            paths.Add(path[ApiMiddleware.Path.Length..].TrimEnd('/'), item);
        }
        return paths;
    }
}
