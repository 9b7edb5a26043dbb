using System.Security.Cryptography;
using System.Text;

namespace SecretsDashboard.Vault.Crypto;

/// <summary>The place of an encrypted value. All four ids are additional data of the cipher, so that a row can't be moved.</summary>
internal readonly record struct EnvelopeContext(string AccountId, string StoreId, string SecretId, string VersionId);

/// <summary>An encrypted value as it is stored: nonce, ciphertext and tag, both of the value and of its own data key.</summary>
internal readonly record struct EncryptedValue(string KeyId, byte[] WrappedKey, byte[] Ciphertext);

/// <summary>Envelope encryption: every version has its own AES-256-GCM data key, which the root key of values wraps.</summary>
/// <remarks>
/// Format 2, which is written: the wrapped key begins with the byte 2, and the additional data is
/// <c>sd2|part|account|store|secret|version</c>. It does not contain the id of the wrapping key, so that another root key can take over the
/// data key while the ciphertext stays as it is. Format 1 has no such byte and binds the key's id; it still opens.
/// </remarks>
internal sealed class Envelope(KeyRing keys)
{
    private const int NonceBytes = 12,
        TagBytes = 16,
        WrappedBytes = NonceBytes + KeyRing.KeyBytes + TagBytes;
    private const byte Format = 2;

    public EncryptedValue Encrypt(Plaintext value, in EnvelopeContext context)
    {
        // One call to the random generator costs as much as the encryption of a kilobyte, so one call supplies the key and both nonces.
        Span<byte> random = stackalloc byte[KeyRing.KeyBytes + 2 * NonceBytes];
        RandomNumberGenerator.Fill(random);
        var dataKey = random[..KeyRing.KeyBytes];
        var nonces = random[KeyRing.KeyBytes..];
        try
        {
            return new EncryptedValue(
                keys.Wrapping.Id,
                [Format, .. Encrypt(keys.Wrapping.Key, nonces[..NonceBytes], dataKey, AdditionalData("key", context))],
                Encrypt(dataKey, nonces[NonceBytes..], value.Bytes, AdditionalData("value", context))
            );
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    /// <exception cref="CryptographicException">The row was changed, moved or encrypted with another key.</exception>
    public Plaintext Decrypt(in EncryptedValue encrypted, in EnvelopeContext context)
    {
        var key =
            keys.FindWrapping(encrypted.KeyId)
            ?? throw new CryptographicException("The version names a key that the key ring does not hold.");
        var isFirstFormat = encrypted.WrappedKey.Length == WrappedBytes;
        var dataKey = isFirstFormat
            ? Decrypt(key, encrypted.WrappedKey, FirstAdditionalData("key", encrypted.KeyId, context))
            : Decrypt(key, WithoutFormat(encrypted.WrappedKey), AdditionalData("key", context));
        try
        {
            var additional = isFirstFormat ? FirstAdditionalData("value", encrypted.KeyId, context) : AdditionalData("value", context);
            return Plaintext.Own(Decrypt(dataKey, encrypted.Ciphertext, additional));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    private static ReadOnlySpan<byte> WithoutFormat(byte[] wrapped) =>
        wrapped is [Format, ..] ? wrapped.AsSpan(1) : throw new CryptographicException("The wrapped key has an unknown format.");

    internal static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> additional)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        return Encrypt(key, nonce, plain, additional);
    }

    private static byte[] Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> additional)
    {
        var output = new byte[NonceBytes + plain.Length + TagBytes];
        nonce.CopyTo(output);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, output.AsSpan(NonceBytes, plain.Length), output.AsSpan(NonceBytes + plain.Length), additional);
        return output;
    }

    internal static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> input, ReadOnlySpan<byte> additional)
    {
        if (input.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The ciphertext is shorter than its nonce and tag.");
        }
        var length = input.Length - NonceBytes - TagBytes;
        var plain = new byte[length];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(input[..NonceBytes], input.Slice(NonceBytes, length), input[(NonceBytes + length)..], plain, additional);
        return plain;
    }

    // Ids have a fixed length and no '|', so that different contexts never have the same additional data.
    private static byte[] AdditionalData(string part, in EnvelopeContext context) =>
        Encoding.ASCII.GetBytes($"sd2|{part}|{context.AccountId}|{context.StoreId}|{context.SecretId}|{context.VersionId}");

    private static byte[] FirstAdditionalData(string part, string keyId, in EnvelopeContext context) =>
        Encoding.ASCII.GetBytes($"sd1|{part}|{keyId}|{context.AccountId}|{context.StoreId}|{context.SecretId}|{context.VersionId}");
}
