using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using SecretsDashboard.Web.Api.Reference;

namespace SecretsDashboard.Web.Api;

/// <summary>A secret that a gateway uses as the key of a provider.</summary>
/// <param name="DefaultConfig">Used when a caller of the gateway names no alias.</param>
/// <param name="GatewayId">The id of the service of kind <c>ai_gateway</c>.</param>
/// <param name="SecretPreview">Always the same: no response shows any part of a value.</param>
/// <param name="RateLimit">Requests per period; left out: no limit of its own.</param>
/// <param name="RateLimitPeriod">In seconds; always 60.</param>
/// <param name="Status"><c>active</c> or <c>invalid</c>, depending on whether the provider
/// last accepted the key; <c>unused</c> before its first use.</param>
public sealed record ApiProviderConfig(
    string Id,
    string Alias,
    bool DefaultConfig,
    string GatewayId,
    string ModifiedAt,
    string ProviderSlug,
    string SecretId,
    [property: AllowedValues("********")] string SecretPreview,
    int? RateLimit,
    int? RateLimitPeriod,
    [property: AllowedValues("active", "invalid", "unused")] string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? LastUsedOn
);

/// <param name="Alias">1 to 64 of A–Z a–z 0–9 _ -; unique for the gateway and the provider.</param>
/// <param name="DefaultConfig">Replaces the previous default.</param>
/// <param name="ProviderSlug">A provider that the server's configuration names.</param>
/// <param name="SecretId">A secret whose scopes include <c>ai_gateway</c>.</param>
/// <param name="RateLimit">Requests per minute; left out: no limit of its own.</param>
/// <param name="RateLimitPeriod">In seconds; must be 60.</param>
public sealed record NewApiProviderConfig(
    [property: RegularExpression(WirePattern.Alias)] string Alias,
    bool? DefaultConfig,
    string ProviderSlug,
    string SecretId,
    [property: Range(1, 1_000_000)] int? RateLimit,
    [property: Range(60, 60)] int? RateLimitPeriod
);

/// <summary>Members that are left out stay unchanged.</summary>
/// <param name="RateLimit">Null removes the limit.</param>
public sealed record ApiProviderConfigEdit(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), RegularExpression(WirePattern.Alias)] string Alias,
    bool? DefaultConfig,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string ProviderSlug,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string SecretId,
    [property: Range(1, 1_000_000)] int? RateLimit,
    [property: Range(60, 60)] int? RateLimitPeriod
);
