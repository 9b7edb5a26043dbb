using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Tests.Audit;

/// <summary>A million rows feel like a hundred because each page is read along an index, in its order.</summary>
public sealed class Reading_a_long_log : VaultTest
{
    private static readonly string Id = new('a', 32);

    public static TheoryData<string, AuditFilter> Filters =>
        new()
        {
            { "IX_AuditEntries_At", new AuditFilter() },
            { "IX_AuditEntries_At", new AuditFilter(From: DateTimeOffset.UnixEpoch, To: DateTimeOffset.MaxValue) },
            { "IX_AuditEntries_ActorId_At", new AuditFilter(ActorId: Id) },
            { "IX_AuditEntries_Act_At", new AuditFilter(Act: Act.Bind) },
            { "IX_AuditEntries_At", new AuditFilter(Act: Act.Resolve) },
            { "IX_AuditEntries_Result_At", new AuditFilter(Result: AuditResult.Refused) },
            { "IX_AuditEntries_At", new AuditFilter(Result: AuditResult.Done) },
            { "IX_AuditEntries_StoreId_At", new AuditFilter(Store: new StoreId(Id)) },
            { "IX_AuditEntries_Act_At", new AuditFilter(Act: Act.Bind, From: DateTimeOffset.UnixEpoch) },
        };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_of_the_audit_log_reads_along_its_index_without_sorting(string index, AuditFilter filter)
    {
        var plan = await PlanAsync(filter);

        Assert.Contains($"USING INDEX {index}", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_rows_about_one_thing_are_found_through_the_target_and_the_related_index()
    {
        var plan = await PlanAsync(new AuditFilter(TargetId: Id));

        Assert.Contains("IX_AuditEntries_TargetId_At", plan, StringComparison.Ordinal);
        Assert.Contains("IX_AuditEntries_RelatedId_At", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_id_is_found_through_an_index_without_a_scan()
    {
        var plan = await PlanAsync(new AuditFilter("0123456789abcdef"));

        Assert.Contains("IX_AuditEntries_RequestId", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN AuditEntries", plan, StringComparison.Ordinal);
    }

    private async Task<string> PlanAsync(AuditFilter filter)
    {
        await using var db = Host.OpenDb();
        await db.Database.OpenConnectionAsync();
        await using var query = filter
            .Apply(db.AuditEntries)
            .OrderByDescending(a => a.At)
            .ThenByDescending(a => a.Id)
            .Take(50)
            .Select(AuditRow.From(null))
            .CreateDbCommand();
        query.CommandText = "EXPLAIN QUERY PLAN " + query.CommandText;
        await using var steps = await query.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await steps.ReadAsync())
        {
            plan.Add(steps.GetString(3));
        }
        return string.Join("\n", plan);
    }
}
