using System.Security.Cryptography;
using CsCheck;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Tests.Crypto;

/// <summary>It opens in its own place, as it was encrypted, under its own key. Anything else fails.</summary>
public sealed class An_encrypted_value
{
    private static readonly KeyRing Keys = new("00000000000000000000000000000001", RandomNumberGenerator.GetBytes(KeyRing.KeyBytes));
    private static readonly Envelope Envelope = new(Keys);
    private static readonly EnvelopeContext Context = new("account", "store", "secret", "version");

    [Fact]
    public void An_encrypted_value_opens_to_exactly_the_same_text() =>
        Gen
            .String.Where(s => Plaintext.TryFrom(s) is not null)
            .Sample(
                text =>
                {
                    using var opened = Envelope.Decrypt(Encrypted(text), Context);
                    return opened.Reveal() == text;
                },
                iter: 200
            );

    [Fact]
    public void An_encrypted_value_of_the_maximum_length_opens()
    {
        var text = new string('\u20ac', Plaintext.MaxBytes / 3);

        Assert.Equal(text, Envelope.Decrypt(Encrypted(text), Context).Reveal());
    }

    [Fact]
    public void Two_encrypted_values_of_the_same_text_share_neither_key_nor_nonce()
    {
        var (one, two) = (Encrypted("same"), Encrypted("same"));

        Assert.NotEqual(one.Ciphertext[..12], two.Ciphertext[..12]);
        Assert.NotEqual(one.WrappedKey[12..], two.WrappedKey[12..]);
        Assert.Throws<AuthenticationTagMismatchException>(() => Envelope.Decrypt(one with { WrappedKey = two.WrappedKey }, Context));
        Assert.Throws<AuthenticationTagMismatchException>(() => Envelope.Decrypt(one with { Ciphertext = two.Ciphertext }, Context));
    }

    public static TheoryData<string> Elsewhere => ["account", "store", "secret", "version"];

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public void An_encrypted_value_does_not_open_with_another_account_store_secret_or_version_id(string part)
    {
        var moved = part switch
        {
            "account" => Context with { AccountId = "other" },
            "store" => Context with { StoreId = "other" },
            "secret" => Context with { SecretId = "other" },
            _ => Context with { VersionId = "other" },
        };
        var encrypted = Encrypted("a value");
        var there = Envelope.Encrypt(Plaintext.TryFrom("another")!, moved);

        Assert.Throws<AuthenticationTagMismatchException>(() => Envelope.Decrypt(encrypted, moved));
        Assert.Throws<AuthenticationTagMismatchException>(() => Envelope.Decrypt(there with { Ciphertext = encrypted.Ciphertext }, moved));
        Assert.Throws<AuthenticationTagMismatchException>(() => Envelope.Decrypt(there with { WrappedKey = encrypted.WrappedKey }, moved));
        Assert.Throws<AuthenticationTagMismatchException>(() =>
            Envelope.Decrypt(encrypted with { WrappedKey = there.WrappedKey }, Context)
        );
    }

    [Fact]
    public void An_encrypted_value_does_not_open_in_a_place_whose_concatenated_ids_are_the_same_text() =>
        Assert.Throws<AuthenticationTagMismatchException>(() =>
            Envelope.Decrypt(Encrypted("a value"), new EnvelopeContext("account", "store|secret", "version", ""))
        );

    [Fact]
    public void An_encrypted_value_does_not_open_with_any_one_bit_flipped()
    {
        var encrypted = Encrypted("a value");
        for (var bit = 0; bit < encrypted.Ciphertext.Length * 8; bit++)
        {
            Assert.Throws<AuthenticationTagMismatchException>(() =>
                Envelope.Decrypt(encrypted with { Ciphertext = Flipped(encrypted.Ciphertext, bit) }, Context)
            );
        }
        for (var bit = 0; bit < encrypted.WrappedKey.Length * 8; bit++)
        {
            Assert.ThrowsAny<CryptographicException>(() =>
                Envelope.Decrypt(encrypted with { WrappedKey = Flipped(encrypted.WrappedKey, bit) }, Context)
            );
        }
    }

    [Fact]
    public void An_encrypted_value_does_not_open_when_cut_or_lengthened()
    {
        var encrypted = Encrypted("a value");
        for (var length = 0; length <= encrypted.Ciphertext.Length + 1; length++)
        {
            if (length != encrypted.Ciphertext.Length)
            {
                Assert.ThrowsAny<CryptographicException>(() =>
                    Envelope.Decrypt(encrypted with { Ciphertext = Cut(encrypted.Ciphertext, length) }, Context)
                );
            }
        }
        for (var length = 0; length <= encrypted.WrappedKey.Length + 1; length++)
        {
            if (length != encrypted.WrappedKey.Length)
            {
                Assert.ThrowsAny<CryptographicException>(() =>
                    Envelope.Decrypt(encrypted with { WrappedKey = Cut(encrypted.WrappedKey, length) }, Context)
                );
            }
        }
    }

    [Fact]
    public void An_encrypted_value_does_not_open_under_another_key_even_with_the_same_key_id()
    {
        var others = new Envelope(new KeyRing(Keys.Id, RandomNumberGenerator.GetBytes(KeyRing.KeyBytes)));

        Assert.Throws<AuthenticationTagMismatchException>(() => others.Decrypt(Encrypted("a value"), Context));
        Assert.Throws<CryptographicException>(() => Envelope.Decrypt(Encrypted("a value") with { KeyId = "another" }, Context));
    }

    [Fact]
    public void Keys_for_different_purposes_are_different() =>
        Assert.Equal(
            8,
            new[]
            {
                Keys.Wrapping.Key,
                Keys.Audit.Current,
                Keys.Anchor[0],
                Keys.DataProtection[0].Key,
                Keys.Seals("seal rows", "account").Key,
                Keys.Seals("seal rows", "another account").Key,
                Keys.Seals("hash credentials", "account").Key,
                Keys.CheckFor("account"),
            }
                .Select(Convert.ToHexString)
                .Distinct()
                .Count()
        );

    private static EncryptedValue Encrypted(string text) => Envelope.Encrypt(Plaintext.TryFrom(text)!, Context);

    private static byte[] Flipped(byte[] bytes, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static byte[] Cut(byte[] bytes, int length)
    {
        var cut = new byte[length];
        bytes.AsSpan(0, Math.Min(length, bytes.Length)).CopyTo(cut);
        return cut;
    }
}
