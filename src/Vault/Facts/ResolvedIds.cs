using SecretsDashboard.Access;
using SecretsDashboard.Vault.Deployments;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The ids that the names and ids of a demand led to. The decision was about these rows, so the operation uses these ids and looks
/// up nothing by name: a second lookup could find another row than the one that was checked.</summary>
/// <param name="Service">Null if the demand names no service, or a Worker that does not exist yet.</param>
/// <param name="Secret">The secret that the service consumes; null for other acts.</param>
/// <param name="Own">The calling service's own binding, with its encrypted value.</param>
/// <param name="Uses">The secrets that an upload binds, inherits and keeps, in this order.</param>
internal sealed record ResolvedIds(
    string? Service = null,
    string? Secret = null,
    OwnBindingRow? Own = null,
    IReadOnlyList<ResolvedUse>? Uses = null
)
{
    public static ResolvedIds None { get; } = new();
}

/// <summary>A secret that an upload binds under a name.</summary>
/// <param name="Secret">Null if it was not found; the upload is then refused.</param>
internal sealed record ResolvedUse(SecretUse Use, TargetSecret? Secret)
{
    /// <summary>The upload does not name the binding, and keeps it.</summary>
    public bool IsKept { get; init; }
}

/// <summary>A demand after its ids were looked up.</summary>
/// <param name="Refused">If one act consumes several secrets: those that a
/// check refuses. The question is then that of the first one.</param>
internal readonly record struct ResolvedDemand(
    Question Question,
    TargetReference Reference,
    string? TargetName,
    ResolvedIds Ids,
    IReadOnlyList<RefusedSecret>? Refused = null
);
