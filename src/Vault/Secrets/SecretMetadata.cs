using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>A secret as API clients see it: never its value. Times are UTC.</summary>
/// <param name="LastUsed">When a service last read it, to the minute; null: never.</param>
/// <param name="LastUsedBy">That service; it may have been removed. Null also if it is outside the caller's reach.</param>
/// <param name="Revision">Incremented with each edit, including those of the value.</param>
public sealed record SecretMetadata(
    SecretId Id,
    StoreId Store,
    string Name,
    SecretDescription Description,
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
            SecretDescription.Of(s),
            s.Scopes,
            s.Status,
            s.Created,
            s.Modified,
            s.LastUsed,
            await Consumers.LastUserAsync(context, s, cancel),
            s.Revision
        );
}
