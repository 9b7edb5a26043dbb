using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SecretsDashboard.Vault.Tests.Hosts;

/// <summary>Walks the audit chains of a file by its own reading of the format, which
/// databases in use depend on: columns, order, lengths.</summary>
internal static class ChainCheck
{
    private static readonly string[] Covered =
    [
        "At",
        "ActorKind",
        "ActorId",
        "ActorName",
        "SessionId",
        "Address",
        "Act",
        "TargetKind",
        "TargetId",
        "TargetName",
        "RelatedId",
        "StoreId",
        "Authorization",
        "AuthorizationReason",
        "Scope",
        "ScopeReason",
        "Result",
        "Code",
        "RequestId",
        "Details",
    ];

    private sealed record Row(string Chain, long Number, byte[] Mac, object?[] Values);

    /// <summary>The broken rows, as "chain/number", and missing signed heads, as "cut:chain/number".</summary>
    public static List<string> Broken(VaultHost host)
    {
        var rows = Read(host);
        var found = rows.GroupBy(r => r.Chain).SelectMany(chain => BrokenIn(chain, host.Vault.Tools.Keys.Audit.Current)).ToList();
        var there = rows.ToDictionary(r => (r.Chain, r.Number), r => Convert.ToHexStringLower(r.Mac));
        foreach (
            var (chain, head) in rows.Where(r => r.Number == 1)
                .SelectMany(r =>
                    JsonSerializer.Deserialize<Dictionary<string, string>>((string)r.Values[^1]!)!.Where(h => h.Key != "anchor")
                )
        )
        {
            var (number, mac) = (long.Parse(head.Split(':')[0], CultureInfo.InvariantCulture), head.Split(':')[1]);
            if (there.GetValueOrDefault((chain, number)) != mac)
            {
                found.Add($"cut:{chain}/{number}");
            }
        }
        return found;
    }

    private static IEnumerable<string> BrokenIn(IEnumerable<Row> chain, byte[] key)
    {
        var (previous, number) = (Array.Empty<byte>(), 0L);
        foreach (var row in chain.OrderBy(r => r.Number))
        {
            if (row.Number != ++number || !Code(key, previous, row).AsSpan().SequenceEqual(row.Mac))
            {
                yield return $"{row.Chain}/{row.Number}";
            }
            (previous, number) = (row.Mac, row.Number);
        }
    }

    private static byte[] Code(byte[] key, byte[] previous, Row row)
    {
        var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(previous.Length);
        writer.Write(previous);
        writer.Write(row.Chain);
        writer.Write(row.Number);
        foreach (var value in row.Values)
        {
            writer.Write(value is not null);
            writer.Write(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }
        return HMACSHA256.HashData(key, buffer.ToArray());
    }

    private static List<Row> Read(VaultHost host)
    {
        using var connection = new SqliteConnection(host.Vault.ConnectionString);
        connection.Open();
        using var query = connection.CreateCommand();
        query.CommandText =
            $"""SELECT "Chain", "Number", "Mac", {string.Join(", ", Covered.Select(c => $"\"{c}\""))} FROM ({VaultHost.LogAndTail}) """
            + """ORDER BY "Id" """;
        using var row = query.ExecuteReader();
        var rows = new List<Row>();
        while (row.Read())
        {
            rows.Add(
                new Row(
                    row.GetString(0),
                    row.GetInt64(1),
                    row.GetFieldValue<byte[]>(2),
                    [.. Enumerable.Range(3, Covered.Length).Select(i => row.IsDBNull(i) ? null : row.GetValue(i))]
                )
            );
        }
        return rows;
    }
}
