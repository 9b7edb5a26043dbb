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

        Bodies are JSON in UTF-8 whatever the content type says; an object names nothing twice, and nothing is nested deeper than 16 levels. Members and
        query parameters that are not known are ignored. `ai-gateway` is taken for the scope `ai_gateway`.

        Begin with `GET /accounts`: it tells the account's id.
        """;

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Secrets Dashboard", Version = "v4", Description = About };
        document.Servers = [new OpenApiServer { Url = ApiFront.Path, Description = "This server" }];
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
            paths.Add(path[ApiFront.Path.Length..].TrimEnd('/'), item);
        }
        return paths;
    }
}
