using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using SecretsDashboard.Web.Api.Reference;

namespace SecretsDashboard.Web.Api;

/// <summary>A secret that a gateway uses as the key of a provider.</summary>
/// <param name="DefaultConfig">Taken when a caller of the gateway names no alias.</param>
/// <param name="GatewayId">Of the service of kind <c>ai_gateway</c>.</param>
/// <param name="SecretPreview">Always the same: no answer shows anything of a value.</param>
/// <param name="RateLimit">Requests in a period; left out: no limit of its own.</param>
/// <param name="RateLimitPeriod">In seconds; always 60.</param>
/// <param name="Status"><c>active</c> or <c>invalid</c>, as the provider took the key when it was last used; <c>unused</c> before that.</param>
public sealed record ApiProviderConfig(string Id, string Alias, bool DefaultConfig, string GatewayId, string ModifiedAt, string ProviderSlug, string SecretId,
    [property: AllowedValues("********")] string SecretPreview, int? RateLimit, int? RateLimitPeriod, [property: AllowedValues("active", "invalid", "unused")] string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? LastUsedOn);

/// <param name="Alias">1 to 64 of A–Z a–z 0–9 _ -; unique for the gateway and the provider.</param>
/// <param name="DefaultConfig">The one that was it before no longer is.</param>
/// <param name="ProviderSlug">A provider that the server's configuration names.</param>
/// <param name="SecretId">A secret whose scopes hold <c>ai_gateway</c>.</param>
/// <param name="RateLimit">Requests in a minute; left out: no limit of its own.</param>
/// <param name="RateLimitPeriod">In seconds; only a minute is counted.</param>
public sealed record NewApiProviderConfig([property: RegularExpression(WirePattern.Alias)] string Alias, bool? DefaultConfig, string ProviderSlug, string SecretId,
    [property: Range(1, 1_000_000)] int? RateLimit, [property: Range(60, 60)] int? RateLimitPeriod);

/// <summary>What is left out stays as it is.</summary>
/// <param name="RateLimit">Null takes the limit away.</param>
public sealed record ApiProviderConfigEdit([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), RegularExpression(WirePattern.Alias)] string Alias, bool? DefaultConfig,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string ProviderSlug, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string SecretId,
    [property: Range(1, 1_000_000)] int? RateLimit, [property: Range(60, 60)] int? RateLimitPeriod);
