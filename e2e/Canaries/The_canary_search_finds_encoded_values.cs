using System.Text;
using Xunit;

namespace SecretsDashboard.E2E.Canaries;

/// <summary>A search that finds nothing proves nothing until it was seen to find something.</summary>
public sealed class The_canary_search_finds_encoded_values
{
    private const string Value = "canary-ÿ/+? 0123456789abcdef";
    private static readonly byte[] Utf8 = Encoding.UTF8.GetBytes(Value);
    private readonly CanarySearch _search = new(Value);

    [Fact]
    public void The_canary_search_finds_plain_text() => Assert.Equal("plain text", Find("a", Value, "z"));

    [Fact]
    public void The_canary_search_finds_utf16_in_both_byte_orders()
    {
        Assert.Equal("UTF-16LE", _search.FindIn([1, .. Encoding.Unicode.GetBytes(Value), 2]));
        Assert.Equal("UTF-16BE", _search.FindIn([1, .. Encoding.BigEndianUnicode.GetBytes(Value), 2]));
    }

    [Fact]
    public void The_canary_search_finds_hex_in_both_cases()
    {
        Assert.Equal("hex, lower case", Find("x", Convert.ToHexStringLower(Utf8), "x"));
        Assert.Equal("hex, upper case", Find("x", Convert.ToHexString(Utf8), "x"));
    }

    [Fact]
    public void The_canary_search_finds_url_encoding()
    {
        Assert.Equal("URL-encoded", Find("?q=", Uri.EscapeDataString(Value), "&"));
        Assert.Equal("URL-encoded, every byte", Find("?q=", string.Concat(Utf8.Select(octet => $"%{octet:X2}")), "&"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_canary_search_finds_base64_at_every_alignment(int before)
    {
        byte[] wrapped = [.. "neighbours"u8[..before], .. Utf8, .. "tail"u8];

        Assert.StartsWith("base64 ", Find("", Convert.ToBase64String(wrapped), ""), StringComparison.Ordinal);
        Assert.StartsWith(
            "base64",
            Find("", Convert.ToBase64String(wrapped).Replace('+', '-').Replace('/', '_'), ""),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_canary_search_does_not_find_a_value_that_is_absent() => Assert.Null(Find("canary-", "0123456789abcde", "another"));

    private string? Find(params string[] parts) => _search.FindIn(Encoding.UTF8.GetBytes(string.Concat(parts)));
}
