using System.Net;
using System.Text;
using System.Text.Json;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Web.Audit;

namespace SecretsDashboard.Web.Tests.Audit;

public sealed class Exporting_the_audit_log
{
    private static readonly AuditRow Row = new(
        Id: 7,
        At: new DateTimeOffset(2026, 3, 2, 9, 0, 0, 5, TimeSpan.Zero),
        ActorKind: ActorKind.Member,
        ActorId: "id",
        ActorName: "=HYPERLINK(\"http://example.com\")",
        Session: null,
        Address: "127.0.0.1",
        Act: Act.Bind,
        TargetKind: "Service",
        TargetId: "target",
        TargetName: "a,b",
        RelatedId: null,
        StoreId: null,
        Authorization: CheckResult.Passed,
        AuthorizationReason: "Allowed.",
        Scope: CheckResult.Failed,
        ScopeReason: "Refused.\nSecond line.",
        Result: AuditResult.Refused,
        Code: null,
        RequestId: "0123456789abcdef",
        Details: """{"variable":"API_KEY"}""",
        Chain: "chain",
        Number: 3,
        Mac: "00ff"
    );

    [Fact]
    public async Task Csv_names_its_columns_and_writes_a_formula_as_text()
    {
        var text = await WriteAsync(stream => new AuditCsv(stream), Row);

        Assert.StartsWith("\uFEFFtime,actor_kind,actor_id,actor,", text, StringComparison.Ordinal);
        Assert.Contains("2026-03-02T09:00:00.005Z,member,id,", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",=HYPERLINK", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",\"=HYPERLINK", text, StringComparison.Ordinal);
        Assert.Contains("\"a,b\"", text, StringComparison.Ordinal);
        Assert.Contains(",refused,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_csv_still_names_its_columns() =>
        Assert.Single((await WriteAsync(stream => new AuditCsv(stream))).Split('\n', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task Each_exported_JSON_line_is_one_object_with_the_recorded_details()
    {
        var lines = (
            await WriteAsync(stream => new AuditJsonLines(stream), Row, Row with { Details = "not json" }, Row with { Details = null })
        ).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var rows = lines.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(3, rows.Count);
        Assert.Equal("API_KEY", rows[0].GetProperty("details").GetProperty("variable").GetString());
        Assert.Equal("not json", rows[1].GetProperty("details").GetString());
        Assert.Equal(JsonValueKind.Null, rows[2].GetProperty("details").ValueKind);
        Assert.Equal(("bind", "not_applicable"), (rows[0].GetProperty("act").GetString(), AuditFields.WireName(CheckResult.NotApplicable)));
    }

    [Fact]
    public async Task Only_members_who_may_read_the_audit_log_can_export_it()
    {
        await using var host = WebHost.SetUp();
        using var owner = await host.VisitAsync(WebTemplate.Members[0]);
        using var admin = await host.VisitAsync(WebTemplate.Members.Single(m => m.Roles == Roles.Admin));
        using var visitor = host.Visit();

        var csv = await owner.GetAsync("/audit/export?format=csv&act=signin");

        Assert.Equal(HttpStatusCode.OK, csv.StatusCode);
        Assert.Contains("admin@example.org", await csv.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.GetAsync("/audit/export?format=csv")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await owner.GetAsync("/audit/export?format=xml")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/audit/export?format=csv")).StatusCode);
    }

    private static async Task<string> WriteAsync(Func<Stream, IAuditWriter> open, params AuditRow[] rows)
    {
        using var stream = new MemoryStream();
        await using (var writer = open(stream))
        {
            foreach (var row in rows)
            {
                await writer.WriteAsync(row, CancellationToken.None);
            }
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
