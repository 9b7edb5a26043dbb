using System.Text.Json;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Reads the heads of chains, and which of them a later chain has already signed.</summary>
internal static class AuditHeads
{
    public static SortedDictionary<string, string> NotYetSigned(Statements statements)
    {
        var signed = new Dictionary<string, string>();
        foreach (var (chain, head) in StartRows(statements).SelectMany(start => Parse(start.Heads)))
        {
            signed[chain] = head;
        }
        return new(Newest(statements).Where(h => signed.GetValueOrDefault(h.Key) != h.Value).ToDictionary());
    }

    /// <summary>The head of every chain, as "number:code".</summary>
    public static IEnumerable<KeyValuePair<string, string>> Newest(Statements statements)
    {
        using var query = statements.Prepare(NewestSql);
        using var row = query.ExecuteReader();
        while (row.Read())
        {
            yield return new(row.GetString(0), Format(row.GetInt64(1), row.GetFieldValue<byte[]>(2)));
        }
    }

    // Jumps from chain to chain in the index, so that the cost does not depend on the log's length.
    private const string NewestSql = """
        WITH RECURSIVE chains(id) AS (
            SELECT MIN("Chain") FROM "AuditEntries"
            UNION ALL
            SELECT (SELECT MIN("Chain") FROM "AuditEntries" WHERE "Chain" > chains.id) FROM chains WHERE chains.id IS NOT NULL)
        SELECT a."Chain", a."Number", a."Mac" FROM chains CROSS JOIN "AuditEntries" a
        WHERE a."Chain" = chains.id AND a."Number" = (SELECT MAX("Number") FROM "AuditEntries" WHERE "Chain" = chains.id)
        """;

    /// <summary>The time of the newest of these rows; null if none of them exists.</summary>
    public static DateTimeOffset? NewestTime(Statements statements, IEnumerable<AuditHead> heads)
    {
        var times = heads.Select(head =>
        {
            var sql = """SELECT "At" FROM "AuditEntries" WHERE "Chain" = $chain AND "Number" = $number""";
            return statements.Scalar(sql, ("$chain", head.Chain), ("$number", head.Number)) as long?;
        });
        return times.Max() is { } newest ? DateTimeOffset.FromUnixTimeMilliseconds(newest) : null;
    }

    public static string Format(long number, byte[] mac) => $"{number}:{Convert.ToHexStringLower(mac)}";

    /// <summary>The heads that a start row has signed. Invalid details sign nothing: a
    /// row changed by hand must not stop the program from writing.</summary>
    public static Dictionary<string, string> Parse(string? details)
    {
        try
        {
            return details is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(details) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static List<(string Chain, string? Heads)> StartRows(Statements statements)
    {
        using var query = statements.Prepare("""SELECT "Chain", "Details" FROM "AuditEntries" WHERE "Act" IS NULL ORDER BY "Id" """);
        using var row = query.ExecuteReader();
        var rows = new List<(string, string?)>();
        while (row.Read())
        {
            rows.Add((row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)));
        }
        return rows;
    }
}
