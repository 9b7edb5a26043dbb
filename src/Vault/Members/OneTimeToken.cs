using System.Security.Cryptography;
using System.Text;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Members;

/// <summary>The token of a one-time link: 256 random bits in hex, so that no mail program or terminal breaks the link at a special
/// character. Only a hash is stored.</summary>
internal static class OneTimeToken
{
    private const int Length = 64;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length / 2));

    /// <summary>Null for a value of another format, which needs no look-up.</summary>
    public static byte[]? Hash(string? token) =>
        token is { Length: Length } && token.All(char.IsAsciiHexDigitLower) ? SHA256.HashData(Encoding.ASCII.GetBytes(token)) : null;

    /// <summary>What is stored of a link. Null for a value of another format.</summary>
    public static byte[]? Hash(string? token, RowSeals seals) => Hash(token) is { } hash ? seals.HashOf(hash) : null;
}
