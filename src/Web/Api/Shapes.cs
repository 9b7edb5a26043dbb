using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using SecretsDashboard.Web.Api.Reference;

namespace SecretsDashboard.Web.Api;

// The shapes of requests and responses. Times are RFC 3339 in UTC; ids have 32 lower-case hex characters.

/// <summary>The status of a token.</summary>
/// <param name="Status"><c>active</c> (also before <c>not_before</c>), <c>disabled</c> or <c>expired</c>.</param>
public sealed record ApiTokenStatus(
    string Id,
    [property: AllowedValues("active", "disabled", "expired")] string Status,
    string? ExpiresOn,
    string? NotBefore
);

/// <summary>The member who owns the calling token. Names are not stored.</summary>
public sealed record ApiUser(
    string Id,
    string Email,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FirstName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? LastName,
    bool TwoFactorAuthenticationEnabled
);

/// <summary>The one account of an installation.</summary>
public sealed record ApiAccount(string Id, string Name, string Type);

/// <summary>A member's place in the account.</summary>
/// <param name="Status"><c>accepted</c>.</param>
public sealed record ApiMembership(string Id, [property: AllowedValues("accepted")] string Status, ApiAccount Account);

/// <summary>A named container of secrets.</summary>
public sealed record ApiStore(string Id, string AccountId, string Name, string Created, string Modified);

/// <param name="Name">1 to 255 of A–Z a–z 0–9 _ -; unique in the account.</param>
public sealed record NewApiStore([property: RegularExpression(WirePattern.Name)] string Name);

/// <summary>A secret's metadata. No response ever contains its value.</summary>
/// <param name="Owner">A member's e-mail address or the name of a team; left out: none.</param>
/// <param name="Scopes">Sorted, at least one.</param>
/// <param name="Status"><c>pending</c>, <c>active</c> or <c>deleted</c>.</param>
/// <param name="LastUsedOn">When a service last read it, to the minute; left out: never.</param>
/// <param name="LastUsedBy">The id of that service; left out: none, or one outside the token's reach.</param>
public sealed record ApiSecret(
    string Id,
    string StoreId,
    string Name,
    string Comment,
    string? Owner,
    [property: NamesScope] string[] Scopes,
    [property: AllowedValues("pending", "active", "deleted")] string Status,
    string Created,
    string Modified,
    string? LastUsedOn,
    string? LastUsedBy
);

/// <param name="Name">1 to 255 of A–Z a–z 0–9 _ -; unique in its store; immutable.</param>
/// <param name="Value">1 to 65,536 bytes of UTF-8 without NUL.</param>
/// <param name="Scopes">At least one.</param>
/// <param name="Comment">At most 1,000 characters.</param>
/// <param name="Owner">A member's e-mail address or the name of a team: one line of at most 255 characters.</param>
public sealed record NewApiSecret(
    [property: RegularExpression(WirePattern.Name)] string Name,
    [property: Length(1, 65_536)] string Value,
    [property: NamesScope, Length(1, 64)] string[] Scopes,
    [property: MaxLength(1_000)] string? Comment,
    [property: MaxLength(255)] string? Owner
);

/// <summary>Members that are left out stay unchanged. The name can't be changed.</summary>
/// <param name="Value">1 to 65,536 bytes of UTF-8 without NUL.</param>
/// <param name="Scopes">At least one.</param>
/// <param name="Comment">Null clears it.</param>
/// <param name="Owner">Null clears it.</param>
public sealed record ApiSecretEdit(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Length(1, 65_536)] string Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), NamesScope, Length(1, 64)] string[] Scopes,
    [property: MaxLength(1_000)] string? Comment,
    [property: MaxLength(255)] string? Owner
);

/// <summary>A new secret with the value of another. The value is never shown.</summary>
/// <param name="Comment">Left out: the source's comment is copied.</param>
/// <param name="Owner">Left out: the source's owner is copied.</param>
public sealed record ApiSecretCopy(
    [property: RegularExpression(WirePattern.Name)] string Name,
    [property: NamesScope, Length(1, 64)] string[] Scopes,
    [property: MaxLength(1_000)] string? Comment,
    [property: MaxLength(255)] string? Owner
);

/// <summary>The ids of at most 100 secrets.</summary>
public sealed record ApiIds([property: Length(1, 100)] string[] Ids);

public sealed record ApiQuota(ApiQuotaOfSecrets Secrets);

/// <param name="Quota">How many the account may hold.</param>
/// <param name="Usage">How many it holds.</param>
public sealed record ApiQuotaOfSecrets(int Quota, int Usage);

/// <summary>A consumer of secrets.</summary>
/// <param name="Kind">One of the scopes; immutable.</param>
/// <param name="StoreId">The store that it belongs to; null when it belongs to the account and may consume secrets of every store.</param>
/// <param name="LastUsedOn">When it last read one of its values, to the minute; null: never.</param>
public sealed record ApiService(
    string Id,
    string Name,
    [property: NamesScope] string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? StoreId,
    string Created,
    string Modified,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? LastUsedOn
);

/// <param name="Name">1 to 255 of A–Z a–z 0–9 _ -; unique among the services of its kind in the same store, or in the account.</param>
/// <param name="Kind">One of the scopes.</param>
/// <param name="StoreId">Left out: it belongs to the account.</param>
public sealed record NewApiService(
    [property: RegularExpression(WirePattern.Name)] string Name,
    [property: NamesScope] string Kind,
    string? StoreId
);

/// <summary>A secret and the name under which a service reads it.</summary>
/// <param name="Status"><c>live</c>, <c>secret_deleted</c> or <c>scope_narrowed</c>.</param>
/// <param name="LastUsedOn">When the service last read it, to the minute; null: never.</param>
public sealed record ApiBinding(
    string Name,
    string StoreId,
    string SecretId,
    string SecretName,
    [property: AllowedValues("live", "secret_deleted", "scope_narrowed")] string Status,
    string Created,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? LastUsedOn
);

/// <summary>A secret and the name under which the service reads it. The secret is identified by
/// <c>secret_id</c>, or by <c>store_id</c> and <c>secret_name</c>.</summary>
/// <param name="Name">A letter or _ first, then letters, digits and _.</param>
/// <param name="StoreId">With <c>secret_name</c>; not needed with <c>secret_id</c>.</param>
/// <param name="SecretName">With <c>store_id</c>; not needed with <c>secret_id</c>.</param>
/// <param name="SecretId">The secret's id. If the other two are given, they must identify the same secret.</param>
public sealed record NewApiBinding(
    [property: RegularExpression(WirePattern.Variable)] string Name,
    string? StoreId,
    [property: RegularExpression(WirePattern.Name)] string? SecretName,
    string? SecretId
);

/// <summary>A service that depends on a secret.</summary>
/// <param name="ServiceId">Null, like its name, when the service is outside the token's reach: the
/// service belongs to the account and the token is limited to stores.</param>
/// <param name="Status"><c>live</c> or <c>broken</c>.</param>
public sealed record ApiDependant(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ServiceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ServiceName,
    [property: NamesScope] string Kind,
    string Name,
    [property: AllowedValues("live", "broken")] string Status,
    string Created
);
