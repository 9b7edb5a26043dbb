using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace SecretsDashboard.Web.Api.Reference;

/// <summary>The response, with the result of an endpoint.</summary>
internal static class DocumentedAnswer
{
    public const string Failure = "Failure";

    /// <summary>The shapes that are part of every response.</summary>
    public static IReadOnlyList<(string Name, Type Type)> Parts { get; } =
    [(nameof(ApiError), typeof(ApiError)), (nameof(ApiMessage), typeof(ApiMessage)), (nameof(ResultInfo), typeof(ResultInfo))];

    public static OpenApiResponses Of(ApiEndpointInfo endpoint, string method, string path, IOpenApiSchema? shape, OpenApiDocument document)
    {
        var answers = new OpenApiResponses { [Text(endpoint.Status)] = Answer("Done.", OfSuccess(endpoint, shape, document)) };
        foreach (var status in StatusesOf(endpoint, method, path))
        {
            // It is the same for every endpoint, so it is defined once.
            document.AddComponent(
                $"{Failure}{status}",
                (IOpenApiResponse)Answer(MeaningOf(status), new OpenApiSchemaReference(Failure, document))
            );
            answers[Text(status)] = new OpenApiResponseReference($"{Failure}{status}", document);
        }
        if (HttpMethods.IsGet(method))
        {
            answers["304"] = new OpenApiResponse { Description = "Not modified: `If-None-Match` contains the object's tag." };
        }
        return answers;
    }

    /// <summary>No success, at least one error, no result.</summary>
    public static OpenApiSchema OfFailure(OpenApiDocument document) => Response(document, success: false, Null());

    private static OpenApiSchema OfSuccess(ApiEndpointInfo endpoint, IOpenApiSchema? shape, OpenApiDocument document)
    {
        var many = new OpenApiSchema { Type = JsonSchemaType.Array, Items = shape };
        var response = Response(
            document,
            success: true,
            shape is null ? Null()
                : endpoint.IsList ? many
                : endpoint.OlderBody is { } older && older == endpoint.Body ? new OpenApiSchema { OneOf = [shape, many] }
                : shape
        );
        if (endpoint.IsList && !endpoint.AcceptsMany)
        {
            response.Properties!["result_info"] = new OpenApiSchemaReference(nameof(ResultInfo), document);
            response.Required!.Add("result_info");
        }
        return response;
    }

    private static OpenApiSchema Response(OpenApiDocument document, bool success, IOpenApiSchema result) =>
        new()
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "success", "errors", "messages", "result" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["success"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Enum = [JsonValue.Create(success)] },
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchemaReference(nameof(ApiError), document),
                    MinItems = success ? null : 1,
                    MaxItems = success ? 0 : null,
                    Examples = success ? [new JsonArray()] : null,
                },
                ["messages"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchemaReference(nameof(ApiMessage), document),
                },
                ["result"] = result,
            },
        };

    /// <summary>The possible failures of an endpoint, derived from the input it reads and from whether it changes something.</summary>
    private static IEnumerable<int> StatusesOf(ApiEndpointInfo endpoint, string method, string path)
    {
        int[] always = [400, 401, 403, 412, 429, 500, 503];
        var missing = path.Contains('{', StringComparison.Ordinal) ? new[] { 404 } : [];
        var conflict = endpoint.Query.Contains("force") || endpoint.MayConflict ? new[] { 409 } : [];
        var tooLarge = endpoint.Body is not null ? new[] { 408, 413 } : [];
        return always.Concat(missing).Concat(conflict).Concat(tooLarge).Order();
    }

    private static string MeaningOf(int status) =>
        status switch
        {
            400 => "The query, the body or a condition is invalid, or a rule forbids the change. Each error says which, and where.",
            401 => "The token is missing, unknown, disabled, expired or not yet valid.",
            403 => "The token is valid, but not from this address or not for this request. "
                + "The message says which check failed and what would make it pass.",
            404 => "The object does not exist, or it is outside the token's reach.",
            408 => "The body did not arrive in time.",
            409 => "Other objects depend on it; `messages` lists them. `force` overrides this. Or another change came first.",
            412 => "The object's tag does not match `If-Match` or `If-None-Match`. Nothing was changed.",
            413 => "The body is too large.",
            429 => "Too many requests. `Retry-After` says how many seconds to wait.",
            503 => "The storage could not be used. Nothing was done.",
            _ => "An unexpected error. The message contains the request's id.",
        };

    private static OpenApiResponse Answer(string meaning, IOpenApiSchema schema) =>
        new()
        {
            Description = meaning,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } },
        };

    private static OpenApiSchema Null() => new() { Type = JsonSchemaType.Null };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
