using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Seals;

/// <summary>Seals rows, and hashes credentials and links, with keys from outside the database.</summary>
/// <remarks>
/// <para>A seal is the first 4 bytes of the root key's id and the first 16 bytes of an HMAC-SHA-256 over the table's name and its sealed
/// columns, each with its type and length. A hash is the same 4 bytes and a whole HMAC-SHA-256 over the SHA-256 of the credential.</para>
/// <para>A seal shows that this program wrote the row as it is. It does not show that the row is the newest one: an attacker who
/// can write the database can put back an older row with its seal, or delete a row.</para>
/// </remarks>
internal sealed class RowSeals(KeyRing keys, string accountId)
{
    private const int IdBytes = 4,
        MacBytes = 16;

    private readonly NamedKey _rows = keys.Seals("seal rows", accountId),
        _hashes = keys.Seals("hash credentials", accountId);

    /// <summary>The id of the root key.</summary>
    public string KeyId => _rows.Id;

    /// <summary>The rows whose seals were found to be wrong.</summary>
    public ForgedRows Forged { get; } = new();

    /// <param name="values">In the order of <see cref="SealedTable.Columns"/>: null, text, bytes, a number or a Boolean.</param>
    public byte[] SealOf(SealedTable table, ReadOnlySpan<object?> values)
    {
        var seal = new byte[IdBytes + MacBytes];
        WriteId(seal);
        Mac(table, values)[..MacBytes].CopyTo(seal, IdBytes);
        return seal;
    }

    /// <inheritdoc cref="SealOf"/>
    public bool IsGenuine(SealedTable table, ReadOnlySpan<object?> values, byte[]? seal) =>
        seal is { Length: IdBytes + MacBytes } && CryptographicOperations.FixedTimeEquals(seal, SealOf(table, values));

    /// <summary>What is stored of a credential or a link.</summary>
    /// <param name="sha256">The SHA-256 of its random part.</param>
    public byte[] HashOf(ReadOnlySpan<byte> sha256)
    {
        var hash = new byte[IdBytes + HMACSHA256.HashSizeInBytes];
        WriteId(hash);
        HMACSHA256.HashData(_hashes.Key, sha256, hash.AsSpan(IdBytes));
        return hash;
    }

    /// <summary>Whether this is a hash from before hashes had a key.</summary>
    public static bool IsWithoutKey(byte[] stored) => stored.Length == SHA256.HashSizeInBytes;

    private void WriteId(Span<byte> destination) => Convert.FromHexString(KeyId.AsSpan(0, 2 * IdBytes), destination, out _, out _);

    private byte[] Mac(SealedTable table, ReadOnlySpan<object?> values)
    {
        if (values.Length != table.Columns.Length)
        {
            throw new ArgumentException($"The seal of {table.Name} covers {table.Columns.Length} columns.", nameof(values));
        }
        var buffer = new ArrayBufferWriter<byte>(512);
        Write(buffer, table.Name);
        foreach (var value in values)
        {
            Write(buffer, value);
        }
        return HMACSHA256.HashData(_rows.Key, buffer.WrittenSpan);
    }

    /// <summary>A type, the length and the bytes, so that different columns never have the same bytes.</summary>
    private static void Write(ArrayBufferWriter<byte> buffer, object? value)
    {
        switch (value)
        {
            case null:
                Begin(buffer, 0, 0);
                break;
            case string text:
                var length = Encoding.UTF8.GetByteCount(text);
                Begin(buffer, 1, length);
                buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(length)));
                break;
            case byte[] bytes:
                Begin(buffer, 2, bytes.Length);
                buffer.Write(bytes);
                break;
            case double real: // No column holds one, but another program may have written it.
                Begin(buffer, 4, sizeof(double));
                BinaryPrimitives.WriteDoubleLittleEndian(buffer.GetSpan(sizeof(double)), real);
                buffer.Advance(sizeof(double));
                break;
            default:
                Begin(buffer, 3, sizeof(long));
                var number = value is bool flag ? (flag ? 1 : 0) : Convert.ToInt64(value, null);
                BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), number);
                buffer.Advance(sizeof(long));
                break;
        }
    }

    private static void Begin(ArrayBufferWriter<byte> buffer, byte type, int length)
    {
        var start = buffer.GetSpan(1 + sizeof(int));
        start[0] = type;
        BinaryPrimitives.WriteInt32LittleEndian(start[1..], length);
        buffer.Advance(1 + sizeof(int));
    }
}
