using System.Security.Cryptography;
using CsCheck;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Tests.Crypto;

/// <summary>It opens in its own place, as it was sealed, under its own key. Anything else fails.</summary>
public sealed class A_sealed_value
{
    private static readonly KeyRing Keys = new("00000000000000000000000000000001", RandomNumberGenerator.GetBytes(KeyRing.KeyBytes));
    private static readonly Envelope Envelope = new(Keys);
    private static readonly EnvelopeContext Context = new("account", "store", "secret", "version");

    [Fact]
    public void A_sealed_value_opens_to_exactly_the_same_text() =>
        Gen
            .String.Where(s => Plaintext.TryFrom(s) is not null)
            .Sample(
                text =>
                {
                    using var opened = Envelope.Open(Seal(text), Context);
                    return opened.Reveal() == text;
                },
                iter: 200
            );

    [Fact]
    public void A_sealed_value_of_the_maximum_length_opens()
    {
        var text = new string('\u20ac', Plaintext.MaxBytes / 3);

        Assert.Equal(text, Envelope.Open(Seal(text), Context).Reveal());
    }

    [Fact]
    public void Two_sealed_values_of_the_same_text_share_neither_key_nor_nonce()
    {
        var (one, two) = (Seal("same"), Seal("same"));

        Assert.NotEqual(one.Ciphertext[..12], two.Ciphertext[..12]);
        Assert.NotEqual(one.WrappedKey[12..], two.WrappedKey[12..]);
        Assert.Throws<AuthenticationTagMismatchException>(() => Envelope.Open(one with { WrappedKey = two.WrappedKey }, Context));
        Assert.Throws<AuthenticationTagMismatchException>(() => Envelope.Open(one with { Ciphertext = two.Ciphertext }, Context));
    }

    public static TheoryData<string> Elsewhere => ["account", "store", "secret", "version"];

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public void A_sealed_value_does_not_open_with_another_account_store_secret_or_version_id(string part)
    {
        var moved = part switch
        {
            "account" => Context with { AccountId = "other" },
            "store" => Context with { StoreId = "other" },
            "secret" => Context with { SecretId = "other" },
            _ => Context with { VersionId = "other" },
        };
        var sealedValue = Seal("a value");
        var there = Envelope.Seal(Plaintext.TryFrom("another")!, moved);

        Assert.Throws<AuthenticationTagMismatchException>(() => Envelope.Open(sealedValue, moved));
        Assert.Throws<AuthenticationTagMismatchException>(() => Envelope.Open(there with { Ciphertext = sealedValue.Ciphertext }, moved));
        Assert.Throws<AuthenticationTagMismatchException>(() => Envelope.Open(there with { WrappedKey = sealedValue.WrappedKey }, moved));
        Assert.Throws<AuthenticationTagMismatchException>(() => Envelope.Open(sealedValue with { WrappedKey = there.WrappedKey }, Context));
    }

    [Fact]
    public void A_sealed_value_does_not_open_in_a_place_whose_concatenated_ids_are_the_same_text() =>
        Assert.Throws<AuthenticationTagMismatchException>(() =>
            Envelope.Open(Seal("a value"), new EnvelopeContext("account", "store|secret", "version", ""))
        );

    [Fact]
    public void A_sealed_value_does_not_open_with_any_one_bit_flipped()
    {
        var sealedValue = Seal("a value");
        for (var bit = 0; bit < sealedValue.Ciphertext.Length * 8; bit++)
        {
            Assert.Throws<AuthenticationTagMismatchException>(() =>
                Envelope.Open(sealedValue with { Ciphertext = Flipped(sealedValue.Ciphertext, bit) }, Context)
            );
        }
        for (var bit = 0; bit < sealedValue.WrappedKey.Length * 8; bit++)
        {
            Assert.ThrowsAny<CryptographicException>(() =>
                Envelope.Open(sealedValue with { WrappedKey = Flipped(sealedValue.WrappedKey, bit) }, Context)
            );
        }
    }

    [Fact]
    public void A_sealed_value_does_not_open_when_cut_or_lengthened()
    {
        var sealedValue = Seal("a value");
        for (var length = 0; length <= sealedValue.Ciphertext.Length + 1; length++)
        {
            if (length != sealedValue.Ciphertext.Length)
            {
                Assert.ThrowsAny<CryptographicException>(() =>
                    Envelope.Open(sealedValue with { Ciphertext = Cut(sealedValue.Ciphertext, length) }, Context)
                );
            }
        }
        for (var length = 0; length <= sealedValue.WrappedKey.Length + 1; length++)
        {
            if (length != sealedValue.WrappedKey.Length)
            {
                Assert.ThrowsAny<CryptographicException>(() =>
                    Envelope.Open(sealedValue with { WrappedKey = Cut(sealedValue.WrappedKey, length) }, Context)
                );
            }
        }
    }

    [Fact]
    public void A_sealed_value_does_not_open_under_another_key_even_with_the_same_key_id()
    {
        var others = new Envelope(new KeyRing(Keys.Id, RandomNumberGenerator.GetBytes(KeyRing.KeyBytes)));

        Assert.Throws<AuthenticationTagMismatchException>(() => others.Open(Seal("a value"), Context));
        Assert.Throws<CryptographicException>(() => Envelope.Open(Seal("a value") with { KeyId = "another" }, Context));
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

    private static SealedValue Seal(string text) => Envelope.Seal(Plaintext.TryFrom(text)!, Context);

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
