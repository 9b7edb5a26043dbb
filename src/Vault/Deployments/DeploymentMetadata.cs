using System.Text.Json;
using System.Text.Json.Serialization;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>A binding of a deployment.</summary>
/// <param name="Type">The type in Cloudflare's terms.</param>
/// <param name="Store">The secret's store; null for other types.</param>
/// <param name="SecretName">The secret's name; null for other types.</param>
public sealed record DeployedBinding(string Name, string Type, StoreId? Store = null, string? SecretName = null)
{
    /// <summary>Whether it refers to a secret of a store, which the Worker reads under the binding's name.</summary>
    public bool IsSecret => Store is not null;
}

/// <summary>The part of the upload's metadata that a deployment keeps: names, never values.</summary>
internal sealed record DeploymentMetadata(
    string? CompatibilityDate,
    IReadOnlyList<string> CompatibilityFlags,
    IReadOnlyList<DeployedBinding> Bindings
)
{
    public string Write() =>
        JsonSerializer.Serialize(
            new Stored(
                CompatibilityDate,
                [.. CompatibilityFlags],
                [.. Bindings.Select(b => new StoredBinding(b.Name, b.Type, b.Store?.Value, b.SecretName))]
            ),
            Form
        );

    public static DeploymentMetadata Read(string json)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json, Form)!;
        return new(
            stored.CompatibilityDate,
            stored.CompatibilityFlags,
            [
                .. stored.Bindings.Select(b => new DeployedBinding(
                    b.Name,
                    b.Type,
                    b.StoreId is { } store ? new StoreId(store) : null,
                    b.SecretName
                )),
            ]
        );
    }

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private sealed record Stored(string? CompatibilityDate, string[] CompatibilityFlags, StoredBinding[] Bindings);

    private sealed record StoredBinding(string Name, string Type, string? StoreId, string? SecretName);
}
