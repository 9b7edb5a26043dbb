using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Audit;

/// <summary>The query of the log, as in the address. Invalid values are treated as absent.</summary>
public sealed record AuditQuery(
    [FromQuery] string? Q = null,
    [FromQuery] string? Act = null,
    [FromQuery] string? Result = null,
    [FromQuery] string? By = null,
    [FromQuery] string? Actor = null,
    [FromQuery] string? About = null,
    [FromQuery] string? Target = null,
    [FromQuery] string? Store = null,
    [FromQuery] string? From = null,
    [FromQuery] string? To = null,
    [FromQuery] string? Changes = null
)
{
    /// <summary>The kinds of targets of rows: the vault's name and the label on screen.</summary>
    public static IReadOnlyList<(string Value, string Text)> Kinds { get; } =
    [
        ("Secret", "Secret"),
        ("Store", "Store"),
        ("Service", "Service"),
        ("Member", "Member"),
        ("Invitation", "Invitation"),
        ("Token", "API token"),
        ("Session", "Session"),
        ("Audit", "Audit log"),
    ];

    public AuditFilter Filter =>
        new(
            NonEmpty(Q),
            Find<ActorKind>(By),
            NonEmpty(Actor),
            Find<Act>(Act),
            Find<AuditResult>(Result),
            Kinds.Any(k => k.Value == About) ? About : null,
            NonEmpty(Target),
            NonEmpty(Store) is { } store ? new StoreId(store) : null,
            Time(From),
            Time(To),
            OnlyChanges
        );

    public bool OnlyChanges => Changes == "only";

    public bool IsFiltered => Filter != new AuditFilter();

    /// <summary>The number of active filters under "More filters".</summary>
    public int MoreCount => new[] { By, About, Store, From, To }.Count(f => !string.IsNullOrEmpty(f));

    /// <summary>The address of the export with the same filter.</summary>
    public string ExportAddress(string format)
    {
        var query = new QueryBuilder { { "format", format } };
        foreach (var (name, value) in Parameters())
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }
        return $"audit/export{query}";
    }

    private (string, string?)[] Parameters() =>
        [
            ("q", Q),
            ("act", Act),
            ("result", Result),
            ("by", By),
            ("actor", Actor),
            ("about", About),
            ("target", Target),
            ("store", Store),
            ("from", From),
            ("to", To),
            ("changes", Changes),
        ];

    /// <summary>A date or a date and time, in UTC, or an RFC 3339 time, as programs write it.</summary>
    internal static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
        : text is null ? null
        : Rfc3339.Find(text);

    // Names only: a number would be accepted without being a member of the enum.
    private static T? Find<T>(string? name)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<T>(known)
            : null;

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
