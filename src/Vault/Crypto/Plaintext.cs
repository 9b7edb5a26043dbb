using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace SecretsDashboard.Vault.Crypto;

/// <summary>A value or a password on its way in: bytes that can't be printed, compared
/// or serialised by accident, and are wiped on disposal.</summary>
public sealed class Plaintext : IDisposable
{
    /// <summary>The longest value of a secret, in bytes of UTF-8.</summary>
    public const int MaxBytes = 65_536;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[] _bytes;

    private Plaintext(byte[] bytes) => _bytes = bytes;

    /// <summary>The number of bytes of UTF-8.</summary>
    public int Length => _bytes.Length;

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Takes text exactly as it is, line breaks and spaces included.</summary>
    /// <returns>Null when the text holds a lone surrogate and so has no UTF-8 form.</returns>
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

    /// <summary>Takes bytes of UTF-8 exactly as they are. The array is this object's from here on, and is wiped with it.</summary>
    /// <returns>Null when they are no UTF-8; the array is wiped then too.</returns>
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

    /// <summary>The text, for those inside the vault who must hash it.</summary>
    internal string Reveal() => Strict.GetString(_bytes);

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    public override string ToString() => "[plaintext]";
}
