using System.Text;

namespace SecretsDashboard.E2E.Canaries;

/// <summary>Finds a text in bytes: as it is, and in each way a program may have written it down.</summary>
internal sealed class CanarySearch
{
    private readonly (string Encoding, byte[] Bytes)[] _encodings;

    public CanarySearch(string canary) => _encodings = [.. EncodingsOf(canary).DistinctBy(encoding => Convert.ToHexString(encoding.Bytes))];

    /// <summary>The encoding in which these bytes contain the canary, or null if they do not contain it.</summary>
    public string? FindIn(ReadOnlySpan<byte> haystack)
    {
        foreach (var (encoding, bytes) in _encodings)
        {
            if (haystack.IndexOf(bytes) >= 0)
            {
                return encoding;
            }
        }

        return null;
    }

    private static IEnumerable<(string Encoding, byte[] Bytes)> EncodingsOf(string canary)
    {
        var utf8 = Encoding.UTF8.GetBytes(canary);
        yield return ("plain text", utf8);
        yield return ("UTF-16LE", Encoding.Unicode.GetBytes(canary));
        yield return ("UTF-16BE", Encoding.BigEndianUnicode.GetBytes(canary));
        yield return ("hex, lower case", Ascii(Convert.ToHexStringLower(utf8)));
        yield return ("hex, upper case", Ascii(Convert.ToHexString(utf8)));
        yield return ("URL-encoded", Ascii(Uri.EscapeDataString(canary)));
        yield return ("URL-encoded, every byte", Ascii(string.Concat(utf8.Select(octet => $"%{octet:X2}"))));
        for (var before = 0; before < 3; before++)
        {
            var inside = Base64Inside(utf8, before);
            yield return ($"base64 after {before} bytes", Ascii(inside));
            yield return ($"base64url after {before} bytes", Ascii(inside.Replace('+', '-').Replace('/', '_')));
        }
    }

    /// <summary>The base64 characters that do not depend on the bytes before and
    /// after: the first and the last character may mix with their neighbours.</summary>
    private static string Base64Inside(byte[] utf8, int before)
    {
        byte[] shifted = [.. new byte[before], .. utf8];
        var firstWhole = (before * 8 + 5) / 6;
        var lastWhole = shifted.Length * 8 / 6;
        return Convert.ToBase64String(shifted)[firstWhole..lastWhole];
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
