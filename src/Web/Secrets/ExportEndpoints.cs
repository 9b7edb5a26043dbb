using System.Globalization;
using System.Text.Json;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Account;
using SecretsDashboard.Web.Exports;

namespace SecretsDashboard.Web.Secrets;

/// <summary>The filtered list as a file: metadata only, authorized by the gate like every read.</summary>
internal static class ExportEndpoints
{
    // The columns of a CSV file, and the members of a JSON object.
    private static readonly (string Name, Func<SecretRow, object?> Of)[] Columns =
    [
        ("id", row => row.Id.Value),
        ("store_id", row => row.Store.Value),
        ("store", row => row.StoreName),
        ("name", row => row.Name),
        .. SecretField.All.Select(f => (f.WireName, (Func<SecretRow, object?>)(row => f.Of(row.Description)))),
        ("scopes", row => ScopeNames.Of(row.Scopes).Select(s => s.WireName).Order(StringComparer.Ordinal).ToArray()),
        ("status", row => SecretLabels.Of(row.Status).ToLowerInvariant()),
        ("created", row => Utc(row.Created)),
        ("modified", row => Utc(row.Modified)),
        ("bindings", row => row.Bindings),
        ("last_used_on", row => row.LastUsed is { } used ? Utc(used) : null),
        ("last_used_by", row => row.LastUsedBy?.Value),
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void MapSecretExports(this IEndpointRouteBuilder routes)
    {
        routes.MapExport("/secrets/export.csv", CsvAsync);
        routes.MapExport("/secrets/export.json", JsonAsync);
    }

    private static Task<IResult> CsvAsync(HttpContext context, Gate gate) =>
        AnswerAsync(
            context,
            gate,
            rows => new ExportDownload(CsvFile.ContentType, "secrets.csv", (body, cancel) => WriteCsvAsync(body, rows, cancel))
        );

    private static Task<IResult> JsonAsync(HttpContext context, Gate gate) =>
        AnswerAsync(
            context,
            gate,
            rows => new ExportDownload(
                "application/json",
                "secrets.json",
                (body, cancel) => JsonSerializer.SerializeAsync(body, rows.Select(ToObject), Json, cancel)
            )
        );

    private static async Task<IResult> AnswerAsync(HttpContext context, Gate gate, Func<IReadOnlyList<SecretRow>, IResult> write)
    {
        var outcome = await gate.AskAsync(
            SessionCookie.CallerOf(context.User),
            new ExportSecrets(SecretQuery.FilterOf(context.Request.Query).Filter),
            context.RequestAborted
        );
        return ExportAnswer.Of(outcome, done => write(done.Value));
    }

    private static async Task WriteCsvAsync(Stream body, IReadOnlyList<SecretRow> rows, CancellationToken cancel)
    {
        await using var csv = new CsvFile(body);
        await csv.WriteAsync(Columns.Select(c => c.Name), cancel);
        foreach (var row in rows)
        {
            await csv.WriteAsync(Columns.Select(c => ToCell(c.Of(row))), cancel);
        }
    }

    private static Dictionary<string, object?> ToObject(SecretRow row) => Columns.ToDictionary(c => c.Name, c => c.Of(row));

    private static string ToCell(object? value) =>
        value switch
        {
            string text => text,
            string[] several => string.Join(' ', several),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };

    private static string Utc(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
