using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Exports;

namespace SecretsDashboard.Web.Secrets;

/// <summary>The filtered list as a file: metadata only, authorized by the gate like every read.</summary>
internal static class ExportEndpoints
{
    private static readonly string[] Head =
    [
        "id",
        "store_id",
        "store",
        "name",
        "comment",
        "scopes",
        "status",
        "created",
        "modified",
        "bindings",
        "last_used_on",
        "last_used_by",
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static void MapSecretExports(this IEndpointRouteBuilder routes)
    {
        routes.MapExport("/secrets/export.csv", CsvAsync);
        routes.MapExport("/secrets/export.json", JsonAsync);
    }

    private sealed record Line(
        string Id,
        string StoreId,
        string Store,
        string Name,
        string Comment,
        IReadOnlyList<string> Scopes,
        string Status,
        string Created,
        string Modified,
        int Bindings,
        string? LastUsedOn,
        string? LastUsedBy
    );

    private static Task<IResult> CsvAsync(HttpContext context, Gate gate, [AsParameters] Filters filters) =>
        AnswerAsync(
            context,
            gate,
            filters,
            rows => new ExportDownload(CsvFile.ContentType, "secrets.csv", (body, cancel) => WriteCsvAsync(body, rows, cancel))
        );

    private static Task<IResult> JsonAsync(HttpContext context, Gate gate, [AsParameters] Filters filters) =>
        AnswerAsync(
            context,
            gate,
            filters,
            rows => new ExportDownload(
                "application/json",
                "secrets.json",
                (body, cancel) => JsonSerializer.SerializeAsync(body, rows.Select(ToLine), Json, cancel)
            )
        );

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        Gate gate,
        Filters filters,
        Func<IReadOnlyList<SecretRow>, IResult> write
    )
    {
        var outcome = await gate.AskAsync(
            SessionCookie.CallerOf(context.User),
            new ExportSecrets(filters.Query.Filter),
            context.RequestAborted
        );
        return ExportAnswer.Of(outcome, done => write(done.Value));
    }

    private static async Task WriteCsvAsync(Stream body, IReadOnlyList<SecretRow> rows, CancellationToken cancel)
    {
        await using var csv = new CsvFile(body);
        await csv.WriteAsync(Head, cancel);
        foreach (var line in rows.Select(ToLine))
        {
            string[] cells =
            [
                line.Id,
                line.StoreId,
                line.Store,
                line.Name,
                line.Comment,
                string.Join(' ', line.Scopes),
                line.Status,
                line.Created,
                line.Modified,
                line.Bindings.ToString(CultureInfo.InvariantCulture),
                line.LastUsedOn ?? "",
                line.LastUsedBy ?? "",
            ];
            await csv.WriteAsync(cells, cancel);
        }
    }

    private static Line ToLine(SecretRow row) =>
        new(
            row.Id.Value,
            row.Store.Value,
            row.StoreName,
            row.Name,
            row.Comment,
            [.. ScopeNames.Of(row.Scopes).Select(s => s.WireName).Order(StringComparer.Ordinal)],
            SecretLabels.Of(row.Status).ToLowerInvariant(),
            Utc(row.Created),
            Utc(row.Modified),
            row.Bindings,
            row.LastUsed is { } used ? Utc(used) : null,
            row.LastUsedBy?.Value
        );

    private static string Utc(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The query string of the list.</summary>
    private sealed record Filters(
        [FromQuery] string? Q,
        [FromQuery] string? Store,
        [FromQuery] string? Scope,
        [FromQuery] string? Status,
        [FromQuery] string? Unused
    )
    {
        public SecretQuery Query => new(Q, Store, Scope, Status, Unused, null, null, null);
    }
}
