using System.Globalization;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Web.Audit;

/// <summary>Formats a row's fields for exports: stable words for programs, the same in every format.</summary>
internal static class AuditFields
{
    public static string Time(AuditRow row) => row.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The act's name, or <c>start_chain</c> for the row with which the program starts an audit chain.</summary>
    public static string Act(AuditRow row) => row.Act is { } act ? WireName(act) : "start_chain";

    /// <summary>The name of an enum member in snake case: <c>not_applicable</c>.</summary>
    public static string WireName<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
