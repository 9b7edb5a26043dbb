using System.Security.Cryptography;
using System.Text;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The head of a chain: the number and MAC of its newest row.</summary>
/// <param name="InTail">The number of its rows that are still in the tail.</param>
internal readonly record struct ChainHead(long Number, byte[] Mac, int InTail);

/// <summary>A head whose row is durable.</summary>
internal sealed record CommittedHead(long Number, byte[] Mac);

/// <summary>This process's chain of audit rows. Each row's MAC covers the row
/// and the previous MAC, with a key from outside the database.</summary>
/// <remarks>Only the single writer uses it. The head advances only with the commit: <see cref="CreateSavepoint"/>,
/// <see cref="RollbackTo"/>.</remarks>
internal sealed class AuditChain(byte[] key, TimeProvider time)
{
    private readonly string _id = NewId.At(time.GetUtcNow());
    private ChainHead _head = new(0, [], 0);
    private volatile CommittedHead? _committed;

    public string Id => _id;

    /// <summary>Whether an anchor covers the log's end, which the chain's first row records. Set before the first row is written.</summary>
    public bool IsAnchored { get; set; }

    /// <summary>The newest durable row; null before the first one. Other threads than the writer may read it.</summary>
    public CommittedHead? Committed => _committed;

    public ChainHead CreateSavepoint() => _head;

    public void RollbackTo(ChainHead savepoint) => _head = savepoint;

    /// <summary>Marks everything that was written so far as durable.</summary>
    public void Commit()
    {
        if (_head.Number > 0 && _head.Number != _committed?.Number)
        {
            _committed = new(_head.Number, _head.Mac);
        }
    }

    public AuditHead HeadOf(CommittedHead head) => new(_id, head.Number, Convert.ToHexStringLower(head.Mac));

    /// <summary>Whether there are rows in the tail. For other threads than the writer, it is only a hint.</summary>
    public bool HasTail => _head.InTail > 0;

    /// <summary>Writes one row to the log, after all rows of the tail.</summary>
    public void Append(Statements statements, AuditLine line)
    {
        Begin(statements, line.At);
        Settle(statements);
        Write(statements, InsertSql, line);
    }

    /// <summary>Writes one of many similar rows to the tail, which is moved to the log once it is long.</summary>
    public void AppendToTail(Statements statements, AuditLine line)
    {
        Begin(statements, line.At);
        Write(statements, AuditTail.InsertSql, line);
        _head = _head with { InTail = _head.InTail + 1 };
        if (_head.InTail >= AuditTail.MaxRows)
        {
            Settle(statements);
        }
    }

    /// <summary>Moves the tail to the log, including rows of other processes.</summary>
    public void Settle(Statements statements)
    {
        if (!AuditTail.IsEmpty(statements))
        {
            AuditTail.Move(statements);
        }
        _head = _head with { InTail = 0 };
    }

    /// <summary>Starts the chain with a row that signs the heads of earlier chains;
    /// a killed process may have left rows of them in the tail.</summary>
    private void Begin(Statements statements, DateTimeOffset at)
    {
        if (_head.Number == 0)
        {
            Settle(statements);
            var heads = AuditHeads.NotYetSigned(statements);
            Write(statements, InsertSql, AuditLine.ChainStarted(at, heads, IsAnchored));
        }
    }

    private void Write(Statements statements, string sql, AuditLine line)
    {
        var number = _head.Number + 1;
        var columns = line.Columns();
        var mac = Code(key, _head.Mac, _id, number, columns);
        statements.ExecutePositional(sql, [_id, number, mac, .. columns.Select(c => c.Value)]);
        _head = _head with { Number = number, Mac = mac };
    }

    /// <summary>HMAC-SHA-256 over the previous MAC, the place in the chain and every column, each with its length.</summary>
    private static byte[] Code(byte[] key, byte[] previous, string chain, long number, (string Column, object? Value)[] columns) =>
        Code(key, previous, chain, number, columns.Select(c => c.Value));

    /// <param name="columns">In the order of <see cref="AuditLine.Columns"/>.</param>
    internal static byte[] Code(byte[] key, byte[] previous, string chain, long number, IEnumerable<object?> columns)
    {
        using var buffer = new MemoryStream(512);
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(previous.Length);
            writer.Write(previous);
            writer.Write(chain);
            writer.Write(number);
            foreach (var value in columns)
            {
                writer.Write(value is not null);
                writer.Write(
                    value switch
                    {
                        null => "",
                        long n => n.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        _ => (string)value,
                    }
                );
            }
        }
        return HMACSHA256.HashData(key, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static readonly string InsertSql = StoredRow.InsertInto("AuditEntries");
}
