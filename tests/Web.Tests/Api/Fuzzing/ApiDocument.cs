using System.Text.Json.Nodes;
using Json.Schema;
using SecretsDashboard.Web.Api.Reference;

namespace SecretsDashboard.Web.Tests.Api.Fuzzing;

/// <summary>The document of the API as the running server gives it, with its operations
/// ready to be called and their answers ready to be checked.</summary>
internal sealed class ApiDocument
{
    private readonly Dictionary<string, JsonSchema> _schemas = [];
    private readonly JsonObject _shapes;

    private ApiDocument(JsonObject root)
    {
        Root = root;
        _shapes = (JsonObject)root["components"]!["schemas"]!.DeepClone();
        Close(_shapes);
        var server = (string)root["servers"]![0]!["url"]!;
        Operations = [.. root["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => Of(server + p.Key, o.Key, o.Value!)))];
        Failure = SchemaOf(new JsonObject { ["$ref"] = "#/$defs/Failure" });
    }

    public JsonObject Root { get; }
    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>The schema of every response that is not a success.</summary>
    public JsonSchema Failure { get; }

    public static async Task<ApiDocument> ReadAsync(HttpClient client)
    {
        var text = await client.GetStringAsync(ApiReference.DocumentPath);
        return new(JsonNode.Parse(text.Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal))!.AsObject());
    }

    /// <summary>A part of the document, with a reference in its place resolved.</summary>
    public JsonNode Resolve(JsonNode part) =>
        part["$ref"] is not { } reference ? part
        : ((string)reference!).Split('/') is [_, "$defs", var shape] ? Root["components"]!["schemas"]![shape]!
        : ((string)reference!).Split('/')[1..].Aggregate((JsonNode)Root, (at, name) => at[name]!);

    private ApiOperation Of(string path, string method, JsonNode operation)
    {
        var parameters =
            operation["parameters"]
                ?.AsArray()
                .Select(p => new ApiParameter((string)p!["name"]!, (string)p["in"]! == "path", p["schema"]!))
                .ToList()
            ?? [];
        var answers = operation["responses"]!
            .AsObject()
            .Where(a => a.Key != "304")
            .ToDictionary(a => int.Parse(a.Key, null), a => SchemaOf(ContentOf(Resolve(a.Value!))!));
        return new(
            (string)operation["operationId"]!,
            method.ToUpperInvariant(),
            path,
            parameters,
            ContentOf(operation["requestBody"]) ?? FormOf(operation["requestBody"]),
            answers
        )
        {
            IsForm = FormOf(operation["requestBody"]) is not null,
        };
    }

    private static JsonNode? ContentOf(JsonNode? part) => part?["content"]!["application/json"]?["schema"];

    /// <summary>The documented part of a multipart form.</summary>
    private static JsonNode? FormOf(JsonNode? part) => part?["content"]!["multipart/form-data"]?["schema"]!["properties"]!["metadata"];

    private JsonSchema SchemaOf(JsonNode schema)
    {
        var text = schema.ToJsonString();
        if (!_schemas.TryGetValue(text, out var found))
        {
            var whole = (JsonObject)schema.DeepClone();
            Close(whole);
            (whole["$schema"], whole["$defs"]) = ("https://json-schema.org/draft/2020-12/schema", _shapes.DeepClone());
            _schemas[text] = found = JsonSchema.FromText(whole.ToJsonString());
        }
        return found;
    }

    /// <summary>No answer has a member that the document does not name.</summary>
    private static void Close(JsonNode? node)
    {
        foreach (
            var part in node is JsonObject o ? o.Select(m => m.Value).ToList()
            : node is JsonArray a ? [.. a]
            : []
        )
        {
            Close(part);
        }
        if (node is JsonObject shape && shape["properties"] is JsonObject && !shape.ContainsKey("additionalProperties"))
        {
            shape["additionalProperties"] = false;
        }
    }
}

/// <param name="Path">With its parameters in braces.</param>
/// <param name="Body">The schema of the body; null when none is read.</param>
/// <param name="Answers">By their status.</param>
internal sealed record ApiOperation(
    string Id,
    string Method,
    string Path,
    IReadOnlyList<ApiParameter> Parameters,
    JsonNode? Body,
    IReadOnlyDictionary<int, JsonSchema> Answers
)
{
    /// <summary>The body is a part of a multipart form, which also contains files.</summary>
    public bool IsForm { get; init; }

    public override string ToString() => $"{Method} {Path}";
}

internal sealed record ApiParameter(string Name, bool InPath, JsonNode Schema);
