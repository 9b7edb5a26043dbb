using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace SecretsDashboard.Web.Api;

/// <summary>A JSON body, read whatever its content type says. Its bytes may contain
/// values: they are in one buffer, which is wiped at the end.</summary>
/// <remarks>Errors are added to the call's problems, and are reported only after the gate has decided.</remarks>
internal sealed class ApiBody : IDisposable
{
    /// <summary>Large enough for one value with the longest escape sequences and its other members.</summary>
    public const int MaxForOne = 1024 * 1024;

    /// <summary>For bodies without a value.</summary>
    public const int MaxWithoutValue = 128 * 1024;

    /// <summary>For 100 secrets in one request.</summary>
    public const int MaxForMany = 8 * 1024 * 1024;

    // Every parser must read it the same way: names are unique, and the nesting is limited.
    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = 16,
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
    };

    // Some editors and PowerShell's Out-File write it before UTF-8. It isn't part of the JSON text (RFC 8259, 8.1).
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>A request with 100 secrets has about 2,000. Each token takes more memory parsed than in the body.</summary>
    private const int MaxTokens = 20_000;

    private byte[] _buffer;
    private readonly JsonDocument? _document;

    private readonly ApiCall _call;

    /// <summary>The message when there is no document.</summary>
    private readonly string _error;

    private ApiBody(ApiCall call, byte[] buffer, int length)
    {
        var text = buffer.AsMemory(0, length);
        (_call, _buffer, _document) = (call, buffer, Parse(text.Span.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text));
        _error = IsUtf16(text.Span) ? ApiObject.Utf16 : ApiObject.NoJson;
        call.Root = "";
    }

    /// <summary>Returns the body as an object; otherwise null, and adds a problem.</summary>
    public ApiObject? Single() => ApiObject.At(_document?.RootElement, "", _call, _error);

    /// <summary>Returns the body as an object, or the only object of an array, as older clients send it.</summary>
    public ApiObject? One()
    {
        if (_document?.RootElement is not { ValueKind: JsonValueKind.Array } many || many.GetArrayLength() != 1)
        {
            return Single();
        }
        _call.Root = "/0";
        return ApiObject.At(many[0], _call.Root, _call);
    }

    /// <summary>Whether the body is an array: older clients that send an array expect one in the response.</summary>
    public bool IsArray => _document?.RootElement.ValueKind == JsonValueKind.Array;

    /// <summary>Returns the objects of the body's array. With a single object, the operation's problems refer to it without
    /// its index.</summary>
    /// <param name="maxCount">The maximum number; one more is read, so that the operation can reject the request.</param>
    public IEnumerable<ApiObject> Many(int maxCount)
    {
        if (_document?.RootElement is not { ValueKind: JsonValueKind.Array } many)
        {
            _call.Problems.Add(ApiObject.Wrong(_document is null ? _error : "Expected an array of objects.", ""));
            return [];
        }
        _call.Root = many.GetArrayLength() == 1 ? "/0" : "";
        return many.EnumerateArray().Take(maxCount + 1).Select((o, i) => ApiObject.At(o, $"/{i}", _call)).OfType<ApiObject>();
    }

    /// <summary>Returns the ids in the body: <c>{"ids":[…]}</c>, or <c>[{"id":…}]</c> as older clients send it.</summary>
    public IEnumerable<string?> Ids(int maxCount) =>
        IsArray ? Many(maxCount).Select(o => o.Text("id")) : Single()?.Texts("ids", maxCount) ?? [];

    /// <summary>Creates a body from bytes that were already read, such as a part of a larger body.</summary>
    public static ApiBody Of(ApiCall call, ReadOnlySpan<byte> text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length + 1);
        text.CopyTo(buffer);
        return new ApiBody(call, buffer, text.Length);
    }

    /// <summary>Reads the whole body. A body that is too large or incomplete adds a problem to the call, and is treated as empty.</summary>
    public static async Task<ApiBody> ReadAsync(ApiCall call, int limit)
    {
        try
        {
            return await ReadWholeAsync(call, limit);
        }
        catch (BadHttpRequestException e)
        {
            if (ProblemMapping.ProblemForUnreadBody(e.StatusCode) is { } problem)
            {
                call.Problems.Add(problem);
            }
            return new ApiBody(call, [], 0);
        }
    }

    private static async Task<ApiBody> ReadWholeAsync(ApiCall call, int limit)
    {
        var context = call.Context;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }
        ThrowBeyond(limit, context.Request.ContentLength ?? 0);
        // A client may announce more than it sends: the buffer grows with the received bytes.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(context.Request.ContentLength ?? 4_096, 65_536) + 1);
        var length = 0;
        try
        {
            for (int read; (read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted)) > 0; )
            {
                length += read;
                ThrowBeyond(limit, length);
                buffer = length == buffer.Length ? Grow(buffer) : buffer;
            }
            return new ApiBody(call, buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            throw;
        }
    }

    private static void ThrowBeyond(int limit, long length)
    {
        if (length > limit)
        {
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }
    }

    public void Dispose()
    {
        _document?.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return Utf8.IsValid(json.Span) && IsModest(json.Span) ? JsonDocument.Parse(json, Strict) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // InvalidOperationException: a property name with an escaped lone surrogate, when names are compared.
        }
    }

    // A byte order mark, or the NUL that is part of the first character of a JSON text in UTF-16.
    private static bool IsUtf16(ReadOnlySpan<byte> text) => text is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0, > 0, ..] or [> 0, 0, ..];

    private static bool IsModest(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Strict.MaxDepth });
        var tokens = 0;
        while (reader.Read())
        {
            if (++tokens > MaxTokens)
            {
                return false;
            }
        }
        return true;
    }
}
