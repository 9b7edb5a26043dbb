using System.Globalization;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Web.Exports;

namespace SecretsDashboard.Web.Audit;

/// <summary>The audit log as CSV.</summary>
internal sealed class AuditCsv(Stream file) : IAuditWriter
{
    private static readonly string[] Head =
    [
        "time",
        "actor_kind",
        "actor_id",
        "actor",
        "session",
        "address",
        "act",
        "target_kind",
        "target_id",
        "target",
        "related_id",
        "store_id",
        "authorization",
        "authorization_reason",
        "secret_scope",
        "secret_scope_reason",
        "result",
        "code",
        "request_id",
        "details",
        "chain",
        "number",
        "mac",
    ];

    private readonly CsvFile _csv = new(file);
    private bool _hasHead;

    public async ValueTask WriteAsync(AuditRow row, CancellationToken cancel)
    {
        await WriteHeadAsync(cancel);
        string[] cells =
        [
            AuditFields.Time(row),
            AuditFields.WireName(row.ActorKind),
            row.ActorId ?? "",
            row.ActorName ?? "",
            row.Session ?? "",
            row.Address ?? "",
            AuditFields.Act(row),
            row.TargetKind ?? "",
            row.TargetId ?? "",
            row.TargetName ?? "",
            row.RelatedId ?? "",
            row.StoreId ?? "",
            AuditFields.WireName(row.Authorization),
            row.AuthorizationReason,
            AuditFields.WireName(row.Scope),
            row.ScopeReason,
            AuditFields.WireName(row.Result),
            row.Code ?? "",
            row.RequestId,
            row.Details ?? "",
            row.Chain,
            row.Number.ToString(CultureInfo.InvariantCulture),
            row.Mac,
        ];
        await _csv.WriteAsync(cells, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await WriteHeadAsync(CancellationToken.None); // Even an empty export has a header row.
        await _csv.DisposeAsync();
    }

    private async ValueTask WriteHeadAsync(CancellationToken cancel)
    {
        if (!_hasHead)
        {
            _hasHead = true;
            await _csv.WriteAsync(Head, cancel);
        }
    }
}
