using CsCheck;

namespace SecretsDashboard.Web.Tests.Api.Fuzzing;

/// <summary>Invalid and hostile input.</summary>
internal static class FuzzInput
{
    /// <summary>Is part of every value that is sent. No response may contain it.</summary>
    public const string Canary = "canary-5e1b";

    /// <summary>Is part of invalid input. No error may repeat it. Its space makes it an invalid name.</summary>
    public const string Echo = "echo 4b1d";

    /// <summary>Instead of a JSON value.</summary>
    public static readonly Gen<string> Json = Gen.OneOf(
        "null",
        "true",
        "0",
        "-1",
        "1e400",
        "1.5",
        "123456789012345678901234567890",
        "\"\"",
        "\" \"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "[{}]",
        "[1]",
        "{\"a\":1,\"a\":2}",
        $"\"{Echo}\"",
        $"[\"{Echo}\"]",
        $"{{\"{Echo}\":\"{Echo}\"}}",
        "\"\\u0000\"",
        $"\"{Echo}\\u0000\"",
        "\"\\ud800\"",
        $"\"{Echo}\\udc00\"",
        "\"\\ud800\\ud800\"",
        "\"\ud83d\ude00\"",
        "\"..\"",
        "\"../../quota\"",
        "\"%00\"",
        "\"'; DROP TABLE Secrets; --\"",
        "\"<script>alert(1)</script>\"",
        "\"ai-gateway\"",
        "\"WORKERS\"",
        "\" workers \"",
        $"\"{new string('n', 256)}\"",
        $"\"{new string('é', 1_001)}\"",
        Nested(15),
        Nested(17),
        Nested(500),
        $"[{string.Join(',', Enumerable.Repeat("\"dex\"", 101))}]"
    );

    /// <summary>Instead of a whole body.</summary>
    public static readonly Gen<string> Body = Gen.OneOf<string>(
        Json,
        Gen.OneOf(
            "",
            " ",
            "{",
            "]",
            "{\"",
            "{} {}",
            "[{},]",
            "{\"a\":}",
            "/**/{}",
            "{} // x",
            "\ufeff{}",
            "'x'",
            "NaN",
            "undefined",
            "[{}]",
            "[{},{}]",
            "name=x&value=y",
            "--x\r\n\r\n--x--",
            $"[{string.Join(',', Enumerable.Repeat("{}", 101))}]",
            $"{{\"ids\":[{string.Join(',', Enumerable.Repeat("\"x\"", 101))}]}}",
            new string('[', 10_000),
            new string(' ', 70_000)
        )
    );

    /// <summary>Replaces an id or a name in a path, as written in the address: it leads to the same endpoint.</summary>
    public static readonly Gen<string> Segment = Gen.OneOf(
        "x",
        "0",
        "-1",
        "null",
        "*",
        "~",
        "%20",
        "@",
        "'",
        "%22",
        "%25",
        "%E2%82%AC",
        "BINDING",
        new string('0', 31),
        new string('0', 33),
        new string('A', 32),
        new string('g', 32),
        new string('x', 4_000),
        "%F0%9F%98%80"
    );

    /// <summary>The same, but it may lead to another endpoint.</summary>
    public static readonly Gen<string> Traversal = Gen.OneOf(
        "",
        ".",
        "..",
        "../..",
        "%2e%2e",
        "%2E",
        "..%2f..",
        "%2f",
        "%5c",
        "\\",
        "%00",
        "x%00",
        "%c0%ae%c0%ae",
        "%c0%af",
        "%ff",
        "%ed%a0%80",
        "%",
        "%zz",
        "%u0041",
        ";x",
        "x/y",
        "//",
        "secrets",
        new string('x', 9_000)
    );

    public static readonly Gen<string> Query = Gen.OneOf(
        "",
        "0",
        "-1",
        "1000000000",
        "1e3",
        "+5",
        "101",
        "0x10",
        "99999999999999999999",
        "true",
        "null",
        "up",
        "%00",
        "%ff",
        "%ed%a0%80",
        "%",
        "%zz",
        "value",
        "dex,workers",
        "ai-gateway",
        $"{Echo.Replace(" ", "%20", StringComparison.Ordinal)}",
        new string('s', 201),
        "%25%5F",
        "'%20OR%201=1",
        "[]",
        "a&a=b"
    );

    public static readonly Gen<byte[]> Bytes = Gen.OneOf<byte[]>(
        [0xC3, 0x28],
        [0xC0, 0xAF],
        [0xED, 0xA0, 0x80],
        [0xFF, 0xFE],
        [0xF4, 0x90, 0x80, 0x80],
        [0],
        [0x1F]
    );

    public static readonly Gen<string> Method = Gen.OneOf(
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "OPTIONS",
        "TRACE",
        "PROPFIND",
        "get",
        "X-Y"
    );

    public static readonly Gen<(string, string)> Header = Gen.OneOf(
        ("Content-Type", "text/plain;charset=UTF-8"),
        ("Content-Type", "multipart/form-data; boundary=x"),
        ("Content-Type", Echo),
        ("Content-Encoding", "gzip"),
        ("Accept", "text/html"),
        ("Accept", "application/xml"),
        ("Accept-Encoding", "br"),
        ("X-HTTP-Method-Override", "DELETE"),
        ("X-Forwarded-For", "203.0.113.7"),
        ("X-Original-URL", "/setup"),
        ("Origin", "https://evil.example"),
        ("Cookie", "secrets-dashboard-session=x"),
        ("X-Request-Id", Echo),
        ("If-Match", "*"),
        ("If-Match", "\"x\", W/\"y\""),
        ("If-Match", Echo),
        ("If-None-Match", "*"),
        ("If-None-Match", "\"x\""),
        ("If-None-Match", Echo),
        ("Range", "bytes=0-1"),
        ("Expect", "x"),
        ("X-Large", new string('h', 8_000)),
        ("X-Larger", new string('h', 20_000))
    );

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
