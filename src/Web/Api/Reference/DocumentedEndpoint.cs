using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Web.Api.Reference;

/// <summary>One endpoint, from its <see cref="ApiEndpointInfo"/>: the ids in its path, its query, its body and its responses.</summary>
internal sealed class DocumentedEndpoint : IOpenApiOperationTransformer
{
    public async Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiEndpointInfo>().Single();
        var path = context.Description.RelativePath!;
        var document = context.Document!;
        operation.Tags = new HashSet<OpenApiTagReference> { new(GroupOf(path), document) };
        operation.Parameters = [.. DocumentedQuery.OfPath(path), .. DocumentedQuery.Of(endpoint)];
        operation.RequestBody = endpoint.Body is null ? null : await BodyAsync(endpoint, ShapeAsync);
        operation.Responses = DocumentedAnswer.Of(
            endpoint,
            context.Description.HttpMethod!,
            path,
            endpoint.Result is null ? null : await ShapeAsync(endpoint.Result),
            document
        );

        // A shape is defined once in the document and referenced elsewhere; a plain string is not a shape.
        async Task<IOpenApiSchema> ShapeAsync(Type type)
        {
            var schema = await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
            if (schema.Type != JsonSchemaType.Object)
            {
                return schema;
            }
            document.AddComponent(type.Name, (IOpenApiSchema)schema);
            return new OpenApiSchemaReference(type.Name, document);
        }
    }

    private static async Task<OpenApiRequestBody> BodyAsync(ApiEndpointInfo endpoint, Func<Type, Task<IOpenApiSchema>> shape)
    {
        var body = await shape(endpoint.Body!);
        body = endpoint.AcceptsMany ? Many(body, CreateSecrets.MaxSecrets) : body;
        if (endpoint.OlderBody is { } older)
        {
            var many = Many(await shape(older), older == endpoint.Body ? 1 : CreateSecrets.MaxSecrets);
            many.Description = "The form that older clients send.";
            body = new OpenApiSchema { OneOf = [body, many] };
        }
        if (endpoint.AcceptsForm)
        {
            return new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = Form(body) },
            };
        }
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = body } },
        };
    }

    private static OpenApiSchema Many(IOpenApiSchema one, int maxItems) =>
        new()
        {
            Type = JsonSchemaType.Array,
            Items = one,
            MinItems = 1,
            MaxItems = maxItems,
        };

    // The client chooses the names of the files beside the metadata.
    private static OpenApiMediaType Form(IOpenApiSchema metadata) =>
        new()
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "metadata" },
                Properties = new Dictionary<string, IOpenApiSchema> { ["metadata"] = metadata },
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
            },
            Encoding = new Dictionary<string, OpenApiEncoding> { ["metadata"] = new() { ContentType = "application/json" } },
        };

    /// <summary>Its group: the first segment of its path below the account.</summary>
    private static string GroupOf(string path)
    {
        var named = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(2).Where(s => s[0] != '{').ToList();
        var first = named is ["accounts", _, ..] ? named[1] : named[0];
        var group =
            first != "secrets_store" ? first
            : named.Contains("secrets") ? "secrets"
            : "stores";
        return $"{char.ToUpperInvariant(group[0])}{group[1..]}".Replace('_', ' ');
    }
}
