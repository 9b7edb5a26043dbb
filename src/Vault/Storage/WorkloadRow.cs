using System.Data.Common;
using System.Net;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The stored data of a workload's mapping and of the service itself, as it is read for a decision.</summary>
/// <param name="IsForged">The seal of the mapping or of its service is wrong.</param>
internal sealed record WorkloadRow(
    string Id,
    DateTimeOffset? LastUsed,
    string Service,
    string ServiceName,
    Scopes Kind,
    string? StoreId,
    bool IsForged
)
{
    private static readonly string Sql = $"""
        SELECT i."Id", i."LastUsed", s."Id", s."Name", s."Kind", s."StoreId", {SealedTable.WorkloadIdentities.Select("i")},
            {SealedTable.Services.Select("s")}
        FROM "WorkloadIdentities" i JOIN "Services" s ON s."Id" = i."ServiceId"
        WHERE i."Issuer" = $issuer AND i."Subject" = $subject AND i."Audience" = $audience
        """;

    /// <summary>The mapping of the claim's issuer, subject and one of its audiences. Null if there is none, and also if its audiences match
    /// several services: the choice must never depend on the order.</summary>
    public static async ValueTask<WorkloadRow?> ReadAsync(Statements statements, WorkloadClaim claim)
    {
        WorkloadRow? found = null;
        foreach (var audience in claim.Audiences)
        {
            if (await ReadAsync(statements, claim, audience) is not { } row)
            {
                continue;
            }
            if (found is not null && found.Service != row.Service)
            {
                return null;
            }
            found ??= row;
        }
        return found;
    }

    public static void RecordUse(WriteTransaction transaction, WorkloadIdentityId id, IPAddress? address, DateTimeOffset now) =>
        transaction.Statements.Run(
            """
            UPDATE "WorkloadIdentities" SET "LastUsed" = $now, "LastUsedFrom" = $from
            WHERE "Id" = $id AND ("LastUsed" IS NULL OR "LastUsed" < $now)
            """,
            ("$now", now.ToUnixTimeMilliseconds()),
            ("$from", address?.ToString()),
            ("$id", id.Value)
        );

    private static async ValueTask<WorkloadRow?> ReadAsync(Statements statements, WorkloadClaim claim, string audience)
    {
        await using var row = await statements.ReadAsync(
            Sql,
            ("$issuer", claim.Issuer),
            ("$subject", claim.Subject),
            ("$audience", audience)
        );
        if (!await row.ReadAsync())
        {
            return null;
        }
        return
            row.IsGenuine(statements.Seals, SealedTable.WorkloadIdentities, 6)
            && row.IsGenuine(statements.Seals, SealedTable.Services, 6 + SealedTable.WorkloadIdentities.Width)
            ? Of(row)
            : Forged(row);
    }

    private static WorkloadRow Of(DbDataReader row) =>
        new(
            row.GetString(0),
            row.IsDBNull(1) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
            row.GetString(2),
            row.GetString(3),
            (Scopes)row.GetByte(4),
            row.IsDBNull(5) ? null : row.GetString(5),
            IsForged: false
        );

    /// <summary>Only what the refusal and its audit row say.</summary>
    private static WorkloadRow Forged(DbDataReader row) =>
        new(row.AnyText(0), null, row.AnyText(2), row.AnyText(3), Scopes.None, null, IsForged: true);
}
