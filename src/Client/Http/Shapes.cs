using System.Text.Json.Serialization;

namespace SecretsDashboard.Client.Http;

/// <summary>An entry of the list of bindings, as the server sends it.</summary>
internal sealed class BindingShape
{
    public required string Name { get; init; }
    public required int Version { get; init; }
}

/// <summary>A value, as the server sends it. A class and not a record, because a record prints its members.</summary>
internal sealed class ValueShape
{
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required string Value { get; init; }
}

/// <summary>The data of an event about a changed name.</summary>
internal sealed class ChangeShape
{
    public required string Name { get; init; }
}

/// <summary>The server's error response.</summary>
internal sealed class RefusalShape
{
    public required string Error { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(BindingShape[]))]
[JsonSerializable(typeof(ValueShape))]
[JsonSerializable(typeof(ChangeShape))]
[JsonSerializable(typeof(RefusalShape))]
internal sealed partial class Shapes : JsonSerializerContext;
