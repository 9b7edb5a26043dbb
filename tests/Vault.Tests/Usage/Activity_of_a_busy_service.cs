using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Tests.Usage;

/// <summary>Where nearly all rows are reads, what was changed is found without going through them.</summary>
public sealed class Activity_of_a_busy_service : VaultTest
{
    public static TheoryData<string, string> Steps =>
        new()
        {
            { "changes of a service", "IX_AuditEntries_Act_At (Act=?)" },
            { "older changes of a service", "IX_AuditEntries_Act_At (Act=? AND At<?)" },
            { "refusals of a service", "IX_AuditEntries_Result_At (Result=? AND At>?)" },
            { "changes of a secret", "IX_AuditEntries_Act_At (Act=?)" },
            { "older changes of a secret", "IX_AuditEntries_Act_At (Act=? AND At<?)" },
            { "refusals of a secret", "IX_AuditEntries_Result_At (Result=?)" },
        };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Changes_and_refusals_of_a_busy_service_or_secret_are_found_through_an_index(string what, string index)
    {
        await using var db = Host.OpenDb();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var (rows, now) = (db.AuditEntries, Host.Now);
        var found = what.Split(' ', 2) switch
        {
            ["refusals", "of a service"] => ViewUsage.Refusals(rows, "any", DateTimeOffset.UnixEpoch),
            ["refusals", _] => SecretActivity.Refusals(rows, "any"),
            _ when what.EndsWith("service", StringComparison.Ordinal) => ServiceActivity.Changes(rows, "any"),
            _ => SecretActivity.Changes(rows, "any", "any", now, now),
        };
        if (what.StartsWith("older", StringComparison.Ordinal))
        {
            found = found.Where(a => a.At <= now && (a.At < now || a.Id < 7));
        }
        await using var explain = found
            .Where(AuditFilter.IsChange)
            .OrderByDescending(a => a.At)
            .ThenByDescending(a => a.Id)
            .Take(ActivityRow.PageSize)
            .CreateDbCommand();
        explain.CommandText = $"EXPLAIN QUERY PLAN {explain.CommandText}";
        await using var plan = await explain.ExecuteReaderAsync(TestContext.Current.CancellationToken);

        Assert.True(await plan.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Contains(index, plan.GetString(3), StringComparison.Ordinal);
    }
}

/// <summary>Inserts many reads.</summary>
internal static class ManyReads
{
    /// <summary>Copies the service's only read many times, so that its reads are too many to scan.</summary>
    public static void ReadOften(this VaultHost host, ServiceId service)
    {
        using var connection = new SqliteConnection(host.Vault.ConnectionString);
        connection.Open();
        using var copy = connection.CreateCommand();
        var columns =
            "ActorKind, ActorId, ActorName, SessionId, Address, Act, TargetKind, TargetId, TargetName, RelatedId, StoreId, Authorization, "
            + "AuthorizationReason, Scope, ScopeReason, Result, Code, RequestId, Details, Mac";
        copy.CommandText = $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {BusyActivity.Few})
            INSERT INTO AuditEntries (Chain, Number, At, {columns})
            SELECT 'copied', i, At + i, {columns} FROM AuditEntries, n
            WHERE Act = 'Resolve' AND TargetId = '{service}'
                AND Result = (SELECT Result FROM AuditEntries WHERE Act = 'CreateStore' LIMIT 1)
            """;
        Assert.Equal(BusyActivity.Few, copy.ExecuteNonQuery());
    }
}
