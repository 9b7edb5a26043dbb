using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>A secret that an upload binds: named by its store and name, or taken over from a binding that the Worker has.</summary>
/// <param name="Variable">The name under which the Worker's code finds it.</param>
/// <param name="Store">Of a secret that is named.</param>
/// <param name="SecretName">Of a secret that is named.</param>
/// <param name="InheritedFrom">The name that the binding has until now; null for a secret that is named.</param>
public sealed record SecretUse(string Variable, StoreId Store, string? SecretName, string? InheritedFrom = null);

/// <summary>All secrets that an upload binds.</summary>
/// <param name="Named">In the order of the upload.</param>
/// <param name="KeepsOthers">Bindings of the Worker whose names the upload does not use stay.</param>
/// <param name="Taken">Every name that the upload uses, for whatever.</param>
internal sealed record UploadedSecrets(IReadOnlyList<SecretUse> Named, bool KeepsOthers, IReadOnlySet<string> Taken);
