using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace SecretsDashboard.Vault.Crypto;

/// <summary>An incoming value or password: bytes that can't be printed, compared
/// or serialised by accident, and that are wiped on disposal.</summary>
public sealed class Plaintext : IDisposable
{
    /// <summary>The maximum length of a secret's value, in bytes of UTF-8.</summary>
    public const int MaxBytes = 65_536;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[] _bytes;

    private Plaintext(byte[] bytes) => _bytes = bytes;

    /// <summary>The number of bytes of UTF-8.</summary>
    public int Length => _bytes.Length;

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Converts text exactly as it is, including line breaks and spaces.</summary>
    /// <returns>Null if the text contains a lone surrogate and so has no UTF-8 form.</returns>
    public static Plaintext? TryFrom(string text)
    {
        try
        {
            return new Plaintext(Strict.GetBytes(text));
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Takes over bytes of UTF-8 exactly as they are. The array
    /// belongs to this object from here on, and is wiped with it.</summary>
    /// <returns>Null if the bytes are not UTF-8; the array is wiped then too.</returns>
    public static Plaintext? TryOwn(byte[] utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            return new Plaintext(utf8);
        }
        CryptographicOperations.ZeroMemory(utf8);
        return null;
    }

    internal static Plaintext Own(byte[] bytes) => new(bytes);

    /// <summary>The text, for code inside the vault that must hash it.</summary>
    internal string Reveal() => Strict.GetString(_bytes);

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    public override string ToString() => "[plaintext]";
}
