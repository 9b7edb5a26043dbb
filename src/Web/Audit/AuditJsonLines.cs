using System.Text.Json;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Web.Audit;

/// <summary>The audit log as one JSON object per line.</summary>
internal sealed class AuditJsonLines(Stream file) : IAuditWriter
{
    private readonly Utf8JsonWriter _json = new(file);

    public async ValueTask WriteAsync(AuditRow row, CancellationToken cancel)
    {
        _json.WriteStartObject();
        foreach (var (name, text) in Texts(row))
        {
            _json.WriteString(name, text);
        }
        _json.WriteNumber("number", row.Number);
        WriteDetails(row.Details);
        _json.WriteEndObject();
        await _json.FlushAsync(cancel);
        _json.Reset();
        file.WriteByte((byte)'\n');
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    // An absent field is null, so that every line has the same names.
    private static (string, string?)[] Texts(AuditRow row) =>
        [
            ("time", AuditFields.Time(row)),
            ("actor_kind", AuditFields.WireName(row.ActorKind)),
            ("actor_id", row.ActorId),
            ("actor", row.ActorName),
            ("session", row.Session),
            ("address", row.Address),
            ("act", AuditFields.Act(row)),
            ("target_kind", row.TargetKind),
            ("target_id", row.TargetId),
            ("target", row.TargetName),
            ("related_id", row.RelatedId),
            ("store_id", row.StoreId),
            ("authorization", AuditFields.WireName(row.Authorization)),
            ("authorization_reason", row.AuthorizationReason),
            ("secret_scope", AuditFields.WireName(row.Scope)),
            ("secret_scope_reason", row.ScopeReason),
            ("result", AuditFields.WireName(row.Result)),
            ("code", row.Code),
            ("request_id", row.RequestId),
            ("chain", row.Chain),
            ("mac", row.Mac),
        ];

    private void WriteDetails(string? details)
    {
        _json.WritePropertyName("details");
        try
        {
            using var document = details is null ? null : JsonDocument.Parse(details);
            if (document is null)
            {
                _json.WriteNullValue();
                return;
            }
            document.RootElement.WriteTo(_json);
        }
        catch (JsonException)
        {
            _json.WriteStringValue(details); // The row was tampered with: the details are exported as they are stored.
        }
    }
}
