using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace SecretsDashboard.Web.Tests.Api.Fuzzing;

/// <summary>One request. A text between two § is a placeholder, which is filled in when
/// the request is sent, so that it means the same in every state of the server.</summary>
/// <param name="Caller">The caller whose token is sent.</param>
/// <param name="IsWild">Only the server decides where it leads: method or path may be those of another endpoint, or of none.</param>
/// <param name="Junk">Bytes that are inserted in the middle of the body.</param>
internal sealed record Request(
    ApiOperation Operation,
    string Method,
    string Address,
    string Caller,
    bool IsWild,
    string? Body,
    byte[] Junk,
    (string Name, string Text)? Header
)
{
    public byte[]? Bytes(Func<string, string> fill)
    {
        if (Body is null)
        {
            return null;
        }
        var text = Encoding.UTF8.GetBytes(fill(Body));
        return [.. text[..(text.Length / 2)], .. Junk, .. text[(text.Length / 2)..]];
    }

    /// <summary>The request as a shell sends it. The token is a variable: a log keeps it.</summary>
    public string Curl(string home, Func<string, string> fill)
    {
        var curl = new StringBuilder(
            $"curl -s --path-as-is -X {Method} '{home}{fill(Address).Replace("'", @"'\''", StringComparison.Ordinal)}'"
        );
        curl.Append(Caller is "no token" ? "" : $" -H \"Authorization: Bearer ${Caller.Replace(' ', '_').ToUpperInvariant()}\"");
        curl.Append(Header is { } header ? $" -H '{header.Name}: {header.Text}'" : "");
        curl.Append(Bytes(fill) is { } body ? $" --data-binary $'{string.Concat(body.Select(Escape))}'" : "");
        return curl.ToString();
    }

    private static string Escape(byte b) => b is >= 0x20 and < 0x7F and not ((byte)'\'' or (byte)'\\') ? $"{(char)b}" : $"\\x{b:x2}";
}

/// <summary>Requests to every operation of the document: most nearly right, many wrong in one place, some in all.</summary>
internal sealed class Requests(ApiDocument document)
{
    private static readonly Gen<string> Caller = Gen.Frequency(
        (30, Gen.OneOf(FuzzingWebHost.Callers)),
        (15, Gen.Const(FuzzingWebHost.Everything)),
        (5, Gen.Const(FuzzingWebHost.Own))
    );

    private readonly Bodies _bodies = new(document);

    public Gen<Request> Any => Gen.OneOf<Request>([.. document.Operations.Select(To)]);

    private Gen<Request> To(ApiOperation operation)
    {
        var method = Gen.Frequency((30, Gen.Const(operation.Method)), (1, FuzzInput.Method));
        var invalidBytes = Gen.Frequency((30, Gen.Const<byte[]>([])), (1, FuzzInput.Bytes));
        var header = Gen.Frequency((20, Gen.Const(((string, string)?)null)), (1, FuzzInput.Header.Select(h => ((string, string)?)h)));
        return Gen.Select(
            method,
            AddressOf(operation),
            Caller,
            BodyOf(operation),
            invalidBytes,
            header,
            (m, a, c, b, j, h) =>
                new Request(
                    operation,
                    m,
                    a.Text,
                    c,
                    a.IsWild || m != operation.Method || h is { Item2.Length: > 10_000 },
                    b,
                    b is null ? [] : j,
                    h
                )
        );
    }

    private static Gen<(string Text, bool IsWild)> AddressOf(ApiOperation operation)
    {
        var path = Gen.Const((Text: operation.Path, IsWild: false));
        foreach (var parameter in operation.Parameters.Where(p => p.InPath))
        {
            var segment = Gen.Frequency(
                (30, Gen.Const(($"§{parameter.Name}§", false))),
                (1, Gen.Const(("§foreign§", false))),
                (1, Gen.Const(("§nothing§", false))),
                (2, FuzzInput.Segment.Select(s => (s, false))),
                (1, FuzzInput.Traversal.Select(s => (s, true)))
            );
            path = Gen.Select(
                path,
                segment,
                (p, s) => (p.Text.Replace($"{{{parameter.Name}}}", s.Item1, StringComparison.Ordinal), p.IsWild || s.Item2)
            );
        }
        var query = Gen.Const("");
        foreach (var parameter in operation.Parameters.Where(p => !p.InPath))
        {
            var given = Gen.Frequency(
                (6, Gen.Const("")),
                (4, Good(parameter.Schema).Select(v => $"&{parameter.Name}={v}")),
                (1, FuzzInput.Query.Select(v => $"&{parameter.Name}={v}"))
            );
            query = Gen.Select(query, given, (before, one) => before + one);
        }
        var unknown = Gen.Frequency((20, Gen.Const("")), (1, FuzzInput.Query.Select(v => $"&unknown={v}")));
        return Gen.Select(path, query, unknown, (p, q, u) => (p.Text + (q + u is ['&', .. var some] ? $"?{some}" : ""), p.IsWild));
    }

    private static Gen<string> Good(JsonNode schema) =>
        schema["enum"] is JsonArray words ? Gen.OneOf<string>([.. words.Select(w => (string)w!)])
        : schema["items"] is { } item ? Good(item)
        : (string?)schema["type"] == "integer" ? Gen.Int[1, 3].Select(n => $"{n}")
        : Gen.OneOf("a", "free", "store");

    private Gen<string?> BodyOf(ApiOperation operation) =>
        operation.IsForm
            ? Gen.Frequency(
                (
                    20,
                    Gen.Select(
                        _bodies.Like(operation.Body!, ""),
                        Forms.Any,
                        (metadata, form) => (string?)form.Replace(Forms.Metadata, metadata, StringComparison.Ordinal)
                    )
                ),
                (3, FuzzInput.Body.Select(b => (string?)b))
            )
        : operation.Body is { } schema
            ? Gen.Frequency(
                (20, _bodies.Like(schema, "").Select(b => (string?)b)),
                (3, FuzzInput.Body.Select(b => (string?)b)),
                (1, Gen.Const((string?)null))
            )
        : Gen.Frequency((20, Gen.Const((string?)null)), (1, FuzzInput.Body.Select(b => (string?)b)));
}
