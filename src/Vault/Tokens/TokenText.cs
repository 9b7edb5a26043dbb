using System.Security.Cryptography;
using System.Text;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>The value of a credential: prefix, id, random part and checksum. It
/// consists of letters, digits and _, and always has the same length.</summary>
/// <remarks>
/// <para><c>sdt_</c> (an API token) or <c>sds_</c> (a service's credential) + 22 characters (the credential's id,
/// 16 bytes) + 43 characters (256 random bits) + 6 characters (CRC-32 of everything before): 75 characters.
/// Each number is written in base 62 with the digits <c>0-9A-Za-z</c>, most significant first, padded with 0.</para>
/// <para>For scanners: <c>\bsd[ts]_[0-9A-Za-z]{71}\b</c>. The checksum is the one of zlib
/// (CRC-32/ISO-HDLC) over the first 69 ASCII characters, so that a scanner
/// can distinguish a value from a coincidence without asking the server (<see cref="IsWhole"/>).</para>
/// <para>The server stores the id and a keyed hash of the 43 characters (<see cref="RowSeals.HashOf"/>): with 256 random bits, the value
/// can't be found from the hash, and without the key file nobody can make a hash for a value of their own.</para>
/// </remarks>
public static class TokenText
{
    /// <summary>The prefix of an API token.</summary>
    public const string ApiToken = "sdt_";

    /// <summary>The prefix of a service's credential.</summary>
    public const string ServiceCredential = "sds_";

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly uint[] CrcOfByte = TableOfCrc();
    private const int IdLength = 22,
        RandomLength = 43,
        ChecksumLength = 6;

    /// <summary>Whether this is the value of a credential with this prefix, by its
    /// form and checksum only. The credential may no longer be valid.</summary>
    public static bool IsWhole(string prefix, string? text) => Read(prefix, text) is not null;

    /// <summary>Creates a new value for an id of 32 hex characters. It is shown once; only a keyed hash of the hash is stored.</summary>
    internal static (string Text, byte[] Hash) New(string prefix, string id)
    {
        var random = RandomNumberGenerator.GetString(Digits, RandomLength);
        var text = prefix + Write(UInt128.Parse(id, System.Globalization.NumberStyles.HexNumber, null), IdLength) + random;
        return (text + Write(Checksum(text), ChecksumLength), HashOf(random));
    }

    /// <summary>Parses a value; null if it can't be the value of a credential.</summary>
    internal static TokenClaim? Read(string prefix, string? text)
    {
        if (
            text is null
            || text.Length != prefix.Length + IdLength + RandomLength + ChecksumLength
            || !text.StartsWith(prefix, StringComparison.Ordinal)
        )
        {
            return null;
        }
        var (body, checksum) = (text[..^ChecksumLength], text[^ChecksumLength..]);
        return
            body.AsSpan(prefix.Length).ContainsAnyExcept(Digits)
            || checksum != Write(Checksum(body), ChecksumLength)
            || Number(body.AsSpan(prefix.Length, IdLength)) is not { } id
            ? null
            : new TokenClaim(id.ToString("x32", null), HashOf(body.AsSpan(prefix.Length + IdLength)));
    }

    private static byte[] HashOf(ReadOnlySpan<char> random) => SHA256.HashData(Encoding.ASCII.GetBytes(random.ToArray()));

    private static string Write(UInt128 number, int length)
    {
        var digits = new char[length];
        for (var i = length - 1; i >= 0; i--)
        {
            (number, var digit) = UInt128.DivRem(number, 62);
            digits[i] = Digits[(int)digit];
        }
        return new string(digits);
    }

    private static UInt128? Number(ReadOnlySpan<char> digits)
    {
        var number = UInt128.Zero;
        foreach (var digit in digits)
        {
            var value = (UInt128)Digits.IndexOf(digit);
            if (number > (UInt128.MaxValue - value) / 62)
            {
                return null; // 22 digits hold slightly more than 128 bits, so larger numbers are rejected.
            }
            number = number * 62 + value;
        }
        return number;
    }

    private static uint Checksum(ReadOnlySpan<char> text)
    {
        var crc = uint.MaxValue;
        foreach (var character in text)
        {
            crc = (crc >> 8) ^ CrcOfByte[(byte)(crc ^ character)];
        }
        return ~crc;
    }

    private static uint[] TableOfCrc()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++)
            {
                table[i] = (table[i] >> 1) ^ (0xEDB88320u & (0u - (table[i] & 1)));
            }
        }
        return table;
    }
}

/// <summary>The id of the credential that a caller claims, and the hash of the random part.</summary>
internal sealed record TokenClaim(string Id, byte[] Hash)
{
    private byte[]? _keyed;

    /// <summary>Whether this is the hash that is stored of the credential; compares in constant time. The keyed hash is made once for each
    /// request, whatever it is compared with.</summary>
    public bool Matches(byte[]? stored, RowSeals seals)
    {
        _keyed ??= seals.HashOf(Hash);
        return CryptographicOperations.FixedTimeEquals(stored ?? _keyed, _keyed) && stored is not null;
    }

    /// <summary>Id and hash together: the key of cached readings, so that a caller
    /// who knows only the id can't detect that something is cached.</summary>
    internal string Key { get; } = Id + Convert.ToHexString(Hash);

    /// <summary>A value that can't be a credential: no credential has this id.</summary>
    public static TokenClaim Invalid { get; } = new("", new byte[SHA256.HashSizeInBytes]);
}
