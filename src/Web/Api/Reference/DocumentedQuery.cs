using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Web.Api.Reference;

/// <summary>The parameters of path and query, with the limits that <see cref="ApiQuery"/> and <see cref="ApiCall"/> enforce.</summary>
internal static partial class DocumentedQuery
{
    public static IEnumerable<OpenApiParameter> OfPath(string path) =>
        Placeholder
            .Matches(path)
            .Select(p => p.Groups[1].Value)
            .Select(name => new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = name.EndsWith("id", StringComparison.Ordinal)
                    ? Text(WirePattern.Id)
                    : Text(name is "script_name" or "gateway" ? WirePattern.Name : WirePattern.Variable),
            });

    public static IEnumerable<OpenApiParameter> Of(ApiEndpointInfo endpoint) =>
        endpoint.Query.Select(name => new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = name switch
            {
                "page" => "From 1. A page past the end is empty.",
                "force" => "Makes the change even if other objects depend on it, which breaks them.",
                "search" => "A substring; case-insensitive.",
                "name" or "email" or "alias" => "An exact match.",
                "owner" => "An exact match; case-insensitive. Empty: secrets without an owner.",
                "scopes" => "Secrets with any of these scopes. Repeat the parameter for several.",
                "unused_days" => "Objects that no service has used for this many days and that are at least as old.",
                _ => null,
            },
            Explode = true,
            Schema = SchemaOf(name, endpoint),
        });

    private static OpenApiSchema SchemaOf(string name, ApiEndpointInfo endpoint) =>
        name switch
        {
            "page" => Number(PageRequest.MaxNumber, 1),
            "per_page" => Number(PageRequest.MaxSize, ApiQuery.UsualSize),
            "unused_days" => new()
            {
                Type = JsonSchemaType.Integer,
                Minimum = "1",
                Maximum = Unused.MaxDays.ToString(CultureInfo.InvariantCulture),
            },
            "order" when endpoint.Orders.Count > 0 => OneOf(endpoint.Orders),
            "direction" => EnumOf(["asc", "desc"]),
            "force" => OneOf(["false", "true"]),
            "search" => new() { Type = JsonSchemaType.String, MaxLength = 200 },
            "scopes" => new() { Type = JsonSchemaType.Array, Items = Scope() },
            _ => new() { Type = JsonSchemaType.String },
        };

    /// <summary>The name of one scope.</summary>
    public static OpenApiSchema Scope() =>
        new() { Type = JsonSchemaType.String, Enum = [.. ScopeNames.All.Select(s => (JsonNode)s.WireName)] };

    public static OpenApiSchema Text(string pattern) => new() { Type = JsonSchemaType.String, Pattern = pattern };

    private static OpenApiSchema Number(int max, int otherwise) =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = max.ToString(CultureInfo.InvariantCulture),
            Default = otherwise,
        };

    // The first is the default.
    private static OpenApiSchema OneOf(IReadOnlyList<string> values)
    {
        var schema = EnumOf(values);
        schema.Default = values[0];
        return schema;
    }

    private static OpenApiSchema EnumOf(IEnumerable<string> values) =>
        new() { Type = JsonSchemaType.String, Enum = [.. values.Select(w => (JsonNode)w)] };

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Placeholder { get; }
}
