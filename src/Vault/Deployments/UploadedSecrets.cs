using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>A secret that an upload binds: identified by its store and name, or inherited from an existing binding of the Worker.</summary>
/// <param name="Variable">The name under which the Worker's code reads it.</param>
/// <param name="Store">The secret's store, if it is identified by name.</param>
/// <param name="SecretName">The secret's name, if it is identified by name.</param>
/// <param name="InheritedFrom">The current name of the binding; null for a secret that is identified by name.</param>
public sealed record SecretUse(string Variable, StoreId Store, string? SecretName, string? InheritedFrom = null);

/// <summary>All secrets that an upload binds.</summary>
/// <param name="Named">In the order of the upload.</param>
/// <param name="KeepsOthers">Existing bindings whose names the upload does not use are kept.</param>
/// <param name="Taken">Every name that the upload uses, whatever for.</param>
internal sealed record UploadedSecrets(IReadOnlyList<SecretUse> Named, bool KeepsOthers, IReadOnlySet<string> Taken);
