using System.Text.Json;

namespace SecretsDashboard.Vault.Audit;

/// <summary>What an operation says about itself in its audit row.</summary>
internal sealed class AuditNote
{
    private SortedDictionary<string, object>? _details;
    private string? _written;

    public string? TargetKind { get; private set; }
    public string? TargetId { get; private set; }
    public string? TargetName { get; private set; }
    public string? StoreId { get; private set; }
    public string? RelatedId { get; private set; }

    /// <summary>Written once: the note of a reading that is remembered stands in many rows.</summary>
    public string? Details => _written ??= _details is null ? null : JsonSerializer.Serialize(_details);

    public AuditNote About(string kind, string? id, string? name, string? storeId = null)
    {
        (TargetKind, TargetId, TargetName, StoreId) = (kind, id, name, storeId);
        return this;
    }

    /// <summary>What else the row concerns, so that it shows in that thing's activity
    /// too. A binding's secret is known from its aim.</summary>
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
