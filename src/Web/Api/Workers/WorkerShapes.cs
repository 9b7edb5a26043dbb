using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using SecretsDashboard.Web.Api.Reference;

namespace SecretsDashboard.Web.Api.Workers;

/// <summary>The part <c>metadata</c> of an upload. Other members are ignored.</summary>
/// <param name="MainModule">The name of the part with the entry point. Older Workers use <c>body_part</c>.</param>
/// <param name="Bindings">All bindings of the Worker. Bindings that are not listed are removed.</param>
/// <param name="CompatibilityDate">Such as 2026-01-31.</param>
/// <param name="KeepBindings">Types of bindings that are kept although they are not listed.</param>
public sealed record ApiWorkerMetadata(
    string? MainModule,
    string? BodyPart,
    [property: MaxLength(1_000)] UploadedApiBinding[]? Bindings,
    string? CompatibilityDate,
    [property: MaxLength(100)] string[]? CompatibilityFlags,
    [property: MaxLength(100)] string[]? KeepBindings
);

/// <param name="Type"><c>secrets_store_secret</c>, <c>inherit</c>, or another type of Cloudflare's, of which
/// only name and type are stored. <c>secret_text</c> and <c>secret_key</c> are refused.</param>
/// <param name="StoreId">For a secret.</param>
/// <param name="SecretName">For a secret.</param>
/// <param name="OldName">For a binding that is inherited from another name.</param>
public sealed record UploadedApiBinding(
    [property: RegularExpression(WirePattern.Variable)] string Name,
    [property: AllowedValues("secrets_store_secret", "inherit", "plain_text", "json", "secret_text")] string Type,
    string? StoreId,
    [property: RegularExpression(WirePattern.Name)] string? SecretName,
    string? OldName
);

/// <summary>A Worker after an upload.</summary>
/// <param name="Id">The service's id.</param>
/// <param name="DeploymentId">The new version's id.</param>
/// <param name="Etag">The new version's id.</param>
/// <param name="Number">The number of the upload, starting at 1.</param>
/// <param name="StartupTimeMs">Constant: Workers do not run here.</param>
public sealed record ApiUploadedWorker(
    string Id,
    string Name,
    string DeploymentId,
    string Etag,
    int Number,
    string EntryPoint,
    int StartupTimeMs,
    string CreatedOn,
    string ModifiedOn
);

/// <summary>A Worker.</summary>
public sealed record ApiWorker(string Id, string Name, string CreatedOn, string ModifiedOn, ApiWorkerSubdomain Subdomain);

/// <summary>Whether a Worker is served below workers.dev: never, because this server stores Workers but does not run them.</summary>
public sealed record ApiWorkerSubdomain(bool Enabled, bool PreviewsEnabled);

/// <summary>The account's name below workers.dev.</summary>
/// <param name="Subdomain">A constant name: nothing is served there.</param>
public sealed record ApiSubdomain(string Subdomain);

/// <summary>The metadata of a Worker's newest upload.</summary>
public sealed record ApiWorkerSettings(
    DeployedApiBinding[] Bindings,
    string? CompatibilityDate,
    string[] CompatibilityFlags,
    string UsageModel,
    string[] Tags
);

/// <param name="Type">As in the upload. Only bindings of secrets show what they refer to, by name.</param>
public sealed record DeployedApiBinding(string Name, string Type, string? StoreId, string? SecretName);

/// <summary>A secret outside any store. This server has none.</summary>
public sealed record ApiWorkerSecret(string Name, string Type);

/// <summary>A storage namespace of Workers. This server has none.</summary>
public sealed record ApiNamespace(string Id, string Title);

public sealed record ApiDeployments(ApiDeployment[] Deployments);

/// <summary>One upload. Each upload is a version that takes all of the traffic.</summary>
/// <param name="AuthorEmail">The uploader: a token's name, or a member's address.</param>
public sealed record ApiDeployment(
    string Id,
    string Source,
    string Strategy,
    string AuthorEmail,
    string CreatedOn,
    ApiDeployedVersion[] Versions
);

public sealed record ApiDeployedVersion(string VersionId, int Percentage);

public sealed record ApiVersions(ApiVersion[] Items);

/// <summary>One stored upload.</summary>
public sealed record ApiVersion(string Id, int Number, ApiVersionMetadata Metadata, ApiVersionResources Resources);

public sealed record ApiVersionMetadata(string AuthorEmail, string CreatedOn, string ModifiedOn, string Source);

public sealed record ApiVersionResources(DeployedApiBinding[] Bindings, ApiVersionScript Script, ApiVersionRuntime ScriptRuntime);

/// <param name="Etag">The version's id.</param>
public sealed record ApiVersionScript(string Etag, string EntryPoint, string[] Handlers, string LastDeployedFrom);

/// <param name="CompatibilityDate">Null when the upload had none.</param>
public sealed record ApiVersionRuntime(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? CompatibilityDate,
    string[] CompatibilityFlags,
    string UsageModel
);
