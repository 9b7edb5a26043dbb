using System.Globalization;

namespace SecretsDashboard.Vault.Audit;

/// <summary>A row's position in the log: by time, and within a millisecond by id.</summary>
public readonly record struct AuditCursor(DateTimeOffset At, long Id)
{
    /// <summary>The form in URLs: milliseconds since 1970, a dot, the id.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeMilliseconds()}.{Id}");

    /// <summary>Null if the text is not a position.</summary>
    public static AuditCursor? Parse(string? text) =>
        text?.Split('.') is [var at, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new AuditCursor(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), number)
            : null;
}
