using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>A secret as programs see it: never its value. Times are UTC.</summary>
/// <param name="LastUsed">When a service last read it, to the minute; null: never.</param>
/// <param name="LastUsedBy">That service; it may have been removed. Null also where it lies outside the caller's reach.</param>
/// <param name="Revision">Counts the edits, those of the value among them.</param>
public sealed record SecretMetadata(
    SecretId Id,
    StoreId Store,
    string Name,
    string Comment,
    Scopes Scopes,
    SecretStatus Status,
    DateTimeOffset Created,
    DateTimeOffset Modified,
    DateTimeOffset? LastUsed = null,
    ServiceId? LastUsedBy = null,
    int Revision = 1
)
{
    internal static async Task<SecretMetadata> OfAsync(OperationContext context, Secret s, CancellationToken cancel) =>
        new(
            new SecretId(s.Id),
            new StoreId(s.StoreId),
            s.Name,
            s.Comment,
            s.Scopes,
            s.Status,
            s.Created,
            s.Modified,
            s.LastUsed,
            await Consumers.LastUserAsync(context, s, cancel),
            s.Revision
        );
}
