using System.Text.Json;

namespace SecretsDashboard.Vault.Audit;

/// <summary>The part of the audit row that the operation itself supplies.</summary>
internal sealed class AuditNote
{
    private SortedDictionary<string, object>? _details;
    private string? _written;

    public string? TargetKind { get; private set; }
    public string? TargetId { get; private set; }
    public string? TargetName { get; private set; }
    public string? StoreId { get; private set; }
    public string? RelatedId { get; private set; }

    /// <summary>Serialized once, because the note of a cached reading is written to many rows.</summary>
    public string? Details => _written ??= _details is null ? null : JsonSerializer.Serialize(_details);

    public AuditNote About(string kind, string? id, string? name, string? storeId = null)
    {
        (TargetKind, TargetId, TargetName, StoreId) = (kind, id, name, storeId);
        return this;
    }

    /// <summary>Sets the id of another object that the row concerns, so that it shows in
    /// that object's activity too. A binding's secret is known from its target.</summary>
    public AuditNote RelatedTo(string id)
    {
        RelatedId = id;
        return this;
    }

    public AuditNote Add(string name, string value) => Put(name, value);

    public AuditNote Add(string name, bool value) => Put(name, value);

    public AuditNote Add(string name, long value) => Put(name, value);

    private AuditNote Put(string name, object value)
    {
        (_details ??= [])[name] = value;
        _written = null;
        return this;
    }
}
