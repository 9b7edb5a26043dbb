using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using SecretsDashboard.Web.Api.Reference;

namespace SecretsDashboard.Web.Api.Workers;

/// <summary>What an upload says of a Worker, in its part <c>metadata</c>. Other members are ignored.</summary>
/// <param name="MainModule">The name of the part in which the Worker begins. Older Workers name it <c>body_part</c>.</param>
/// <param name="Bindings">What the Worker finds in its environment. What is not named goes.</param>
/// <param name="CompatibilityDate">Such as 2026-01-31.</param>
/// <param name="KeepBindings">Types of bindings that stay although they are not named.</param>
public sealed record ApiWorkerMetadata(string? MainModule, string? BodyPart, [property: MaxLength(1_000)] UploadedApiBinding[]? Bindings, string? CompatibilityDate,
    [property: MaxLength(100)] string[]? CompatibilityFlags, [property: MaxLength(100)] string[]? KeepBindings);

/// <param name="Type"><c>secrets_store_secret</c>, <c>inherit</c>, or what else Cloudflare knows: of that, name and type are kept alone. <c>secret_text</c> and <c>secret_key</c> are refused.</param>
/// <param name="StoreId">Of a secret.</param>
/// <param name="SecretName">Of a secret.</param>
/// <param name="OldName">Of what is inherited under another name.</param>
public sealed record UploadedApiBinding([property: RegularExpression(WirePattern.Variable)] string Name, [property: AllowedValues("secrets_store_secret", "inherit", "plain_text", "json", "secret_text")] string Type,
    string? StoreId, [property: RegularExpression(WirePattern.Name)] string? SecretName, string? OldName);

/// <summary>A Worker after an upload.</summary>
/// <param name="Id">The service's.</param>
/// <param name="DeploymentId">The new version's.</param>
/// <param name="Etag">The same.</param>
/// <param name="Number">Counts the uploads, from 1.</param>
/// <param name="StartupTimeMs">Nothing is run here.</param>
public sealed record ApiUploadedWorker(string Id, string Name, string DeploymentId, string Etag, int Number, string EntryPoint, int StartupTimeMs, string CreatedOn, string ModifiedOn);

/// <summary>A Worker's own page, as far as it has one.</summary>
public sealed record ApiWorker(string Id, string Name, string CreatedOn, string ModifiedOn, ApiWorkerSubdomain Subdomain);

/// <summary>Whether a Worker is served below workers.dev. Never: this server keeps Workers, and runs none.</summary>
public sealed record ApiWorkerSubdomain(bool Enabled, bool PreviewsEnabled);

/// <summary>The account's name below workers.dev.</summary>
/// <param name="Subdomain">It says that nothing is served there.</param>
public sealed record ApiSubdomain(string Subdomain);

/// <summary>What the newest upload said of a Worker.</summary>
public sealed record ApiWorkerSettings(DeployedApiBinding[] Bindings, string? CompatibilityDate, string[] CompatibilityFlags, string UsageModel, string[] Tags);

/// <param name="Type">As the upload named it. What a binding holds is told for secrets alone, and there by name.</param>
public sealed record DeployedApiBinding(string Name, string Type, string? StoreId, string? SecretName);

/// <summary>A secret of a Worker alone, kept outside any store. There are none here.</summary>
public sealed record ApiWorkerSecret(string Name, string Type);

/// <summary>Of storage that Workers have elsewhere. There is none here.</summary>
public sealed record ApiNamespace(string Id, string Title);

public sealed record ApiDeployments(ApiDeployment[] Deployments);

/// <summary>One upload: each is a version, and all of the traffic's at once.</summary>
/// <param name="AuthorEmail">Who uploaded it: a token's name, or a member's address.</param>
public sealed record ApiDeployment(string Id, string Source, string Strategy, string AuthorEmail, string CreatedOn, ApiDeployedVersion[] Versions);

public sealed record ApiDeployedVersion(string VersionId, int Percentage);

public sealed record ApiVersions(ApiVersion[] Items);

/// <summary>One upload that is kept.</summary>
public sealed record ApiVersion(string Id, int Number, ApiVersionMetadata Metadata, ApiVersionResources Resources);

public sealed record ApiVersionMetadata(string AuthorEmail, string CreatedOn, string ModifiedOn, string Source);

public sealed record ApiVersionResources(DeployedApiBinding[] Bindings, ApiVersionScript Script, ApiVersionRuntime ScriptRuntime);

/// <param name="Etag">The version's id.</param>
public sealed record ApiVersionScript(string Etag, string EntryPoint, string[] Handlers, string LastDeployedFrom);

/// <param name="CompatibilityDate">Null when nothing was said.</param>
public sealed record ApiVersionRuntime([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? CompatibilityDate, string[] CompatibilityFlags, string UsageModel);
