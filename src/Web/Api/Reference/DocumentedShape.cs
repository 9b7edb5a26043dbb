using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SecretsDashboard.Web.Api.Reference;

/// <summary>Adds the properties of a shape that the framework doesn't know: its required members, and the formats of its
/// enumerations, ids, times and scopes.</summary>
internal sealed class DocumentedShape : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is { } member)
        {
            Describe(schema, member);
        }
        else if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            schema.Required = context.JsonTypeInfo.Properties.Where(IsRequired).Select(p => p.Name).ToHashSet();
        }
        return Task.CompletedTask;
    }

    // A nullable member may be missing, unless the shape specifies otherwise.
    private static bool IsRequired(JsonPropertyInfo member) =>
        Attribute<JsonIgnoreAttribute>(member) is { } rule
            ? rule.Condition == JsonIgnoreCondition.Never
            : !member.IsGetNullable && Nullable.GetUnderlyingType(member.PropertyType) is null;

    private static void Describe(OpenApiSchema schema, JsonPropertyInfo member)
    {
        if (Attribute<AllowedValuesAttribute>(member) is { } allowed)
        {
            schema.Enum = [.. allowed.Values.Select(w => (JsonNode)(string)w!)];
        }
        if (Attribute<NamesScopeAttribute>(member) is not null && member.PropertyType == typeof(string))
        {
            schema.Enum = DocumentedQuery.Scope().Enum;
        }
        else if (Attribute<NamesScopeAttribute>(member) is not null)
        {
            schema.Items = DocumentedQuery.Scope();
        }
        else if (member.Name == "ids")
        {
            schema.Items = DocumentedQuery.Text(WirePattern.Id);
        }
        else if (member.PropertyType == typeof(string))
        {
            DescribeText(schema, member.Name);
        }
    }

    // By the member's name, so that it applies to every shape: an id is always 32 hex characters here, a time always RFC 3339.
    private static void DescribeText(OpenApiSchema schema, string name)
    {
        if (name == "id" || name.EndsWith("_id", StringComparison.Ordinal))
        {
            schema.Pattern ??= WirePattern.Id;
        }
        else if (
            name is "created" or "modified" or "not_before"
            || name.EndsWith("_on", StringComparison.Ordinal)
            || name.EndsWith("_at", StringComparison.Ordinal)
        )
        {
            schema.Format ??= "date-time";
        }
    }

    private static T? Attribute<T>(JsonPropertyInfo member)
        where T : Attribute => member.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();
}
