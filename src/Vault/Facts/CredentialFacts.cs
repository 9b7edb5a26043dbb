using System.Net;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The current facts about a known credential of a service.</summary>
/// <param name="AuditName">The names of the service and the credential, for the audit row.</param>
/// <param name="StoreId">The service's store; null if the service belongs to the account.</param>
/// <param name="Hash">The hash that the value matched.</param>
/// <param name="IsStale">Its last use is old enough to be worth a write, or its value was not used before.</param>
internal sealed record CredentialFacts(
    CredentialId Id,
    ServiceActor Actor,
    string ServiceName,
    string AuditName,
    Scopes Kind,
    string? StoreId,
    byte[] Hash,
    bool IsStale
) : ServiceFacts(Actor, ServiceName, AuditName, Kind, StoreId)
{
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(1);

    /// <summary>Null if the credential does not exist or its value differs:
    /// the caller can't distinguish them, not even by timing.</summary>
    /// <param name="row">The stored data of the claimed credential; null if there is none.</param>
    public static CredentialFacts? Evaluate(CredentialRow? row, TokenClaim claim, RowSeals seals, IPAddress? address, DateTimeOffset now)
    {
        var isRight = claim.Matches(row?.Hash, seals);
        var isPrevious = claim.Matches(row?.PreviousHash, seals);
        if (row is null || !(isRight || isPrevious))
        {
            return null;
        }
        var end = isRight || row.Expires < row.PreviousUntil ? row.Expires : row.PreviousUntil;
        var standing =
            row.IsForged ? Standing.Forged
            : end <= now ? Standing.TokenExpired
            : row.Addresses.Allow(address) ? Standing.Good
            : Standing.AddressNotAllowed;
        return new(
            new CredentialId(claim.Id),
            new ServiceActor(new ServiceId(row.Service), standing),
            row.ServiceName,
            $"{row.ServiceName} ({row.Name})",
            row.Kind,
            row.StoreId,
            (isRight ? row.Hash : row.PreviousHash)!,
            IsStale: row.LastUsed is not { } used || now - used >= WriteInterval || (isRight && !row.IsValueUsed)
        );
    }

    public override void RecordUse(WriteTransaction transaction, IPAddress? address, DateTimeOffset now)
    {
        if (!IsStale || Actor.Standing != Standing.Good)
        {
            return;
        }
        CredentialRow.RecordUse(transaction, Id, Hash, address, now);
        transaction.ReadCache.Forget(Id);
    }
}
