using System.Text;
using System.Text.RegularExpressions;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed partial class The_format_of_a_token
{
    private static readonly string Id = Guid.CreateVersion7(VaultTemplate.Start).ToString("N");

    [Fact]
    public void A_tokens_text_matches_the_pattern_that_is_given_to_secret_scanners() =>
        Assert.All(Enumerable.Range(0, 200), _ => Assert.Matches(Pattern, $"token={New()};"));

    [Fact]
    public void A_tokens_checksum_is_the_crc_32_of_zlib()
    {
        var text = New();
        var checksum = text[^6..]
            .Aggregate(
                0L,
                (sum, digit) =>
                    sum * 62 + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".IndexOf(digit, StringComparison.Ordinal)
            );

        Assert.Equal(0xCBF43926u, Zlib("123456789")); // The check value of CRC-32/ISO-HDLC.
        Assert.Equal(Zlib(text[..^6]), (uint)checksum);
    }

    [Fact]
    public void A_tokens_text_can_be_read_back_as_its_id_and_its_hash()
    {
        foreach (var id in new[] { Id, new string('0', 32), new string('f', 32) })
        {
            var (text, hash) = TokenText.New(TokenText.ApiToken, id);
            var claim = TokenText.Read(TokenText.ApiToken, text)!;

            Assert.Equal((id, 75), (claim.Id, text.Length));
            Assert.Equal(hash, claim.Hash);
        }
    }

    [Fact]
    public void No_two_token_texts_are_alike() => Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => New()).Distinct().Count());

    [Fact]
    public void One_wrong_character_anywhere_in_a_tokens_text_is_detected()
    {
        var text = New();

        Assert.All(
            Enumerable.Range(0, text.Length),
            i =>
                Assert.False(
                    TokenText.IsWhole(TokenText.ApiToken, string.Concat(text.AsSpan(0, i), text[i] == 'x' ? "y" : "x", text.AsSpan(i + 1)))
                )
        );
    }

    [Fact]
    public void Only_the_whole_text_of_a_token_is_accepted()
    {
        var text = New();

        Assert.True(TokenText.IsWhole(TokenText.ApiToken, text));
        Assert.All(
            [null, "", text[..^1], text + "0", " " + text, text + "\n", text.ToUpperInvariant(), text[4..], "sdc_" + text[4..]],
            wrong => Assert.False(TokenText.IsWhole(TokenText.ApiToken, wrong))
        );
        Assert.False(TokenText.IsWhole("sdc_", text)); // A credential of another kind.
        Assert.True(TokenText.IsWhole("sdc_", TokenText.New("sdc_", Id).Text));
    }

    [Fact]
    public void A_token_text_with_an_id_beyond_16_bytes_is_not_accepted()
    {
        var body = "sdt_" + new string('z', 22) + New()[26..69];
        var sum = Zlib(body);
        var digits = "";
        for (var i = 0; i < 6; i++)
        {
            (digits, sum) = ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(int)(sum % 62)] + digits, sum / 62);
        }

        Assert.Matches(Pattern, body + digits);
        Assert.False(TokenText.IsWhole(TokenText.ApiToken, body + digits));
    }

    [Fact]
    public void A_new_token_does_not_print_its_text()
    {
        var text = New();
        var token = new ApiToken
        {
            Id = Id,
            Name = "a program",
            OwnerId = null,
            Level = TokenLevel.Read,
            Administer = false,
            LimitedToStores = false,
            NotBefore = null,
            Expires = null,
            Allowed = "",
            Denied = "",
            Created = VaultTemplate.Start,
            Modified = VaultTemplate.Start,
            Hash = [],
        };

        Assert.DoesNotContain(
            text,
            new NewToken(TokenDetail.Of(token, null, false, [], VaultTemplate.Start), text).ToString(),
            StringComparison.Ordinal
        );
    }

    private static string New() => TokenText.New(TokenText.ApiToken, Id).Text;

    /// <summary>By the book, bit for bit: the remainder of the polynomial division, each byte with its lowest bit first.</summary>
    private static uint Zlib(string text)
    {
        var table = Enumerable
            .Range(0, 256)
            .Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) == 1 ? 0xEDB88320 ^ (c >> 1) : c >> 1))
            .ToArray();
        return ~Encoding.ASCII.GetBytes(text).Aggregate(0xFFFFFFFFu, (c, b) => table[(c ^ b) & 0xFF] ^ (c >> 8));
    }

    [GeneratedRegex(@"\bsdt_[0-9A-Za-z]{71}\b")]
    private static partial Regex Pattern { get; }
}
