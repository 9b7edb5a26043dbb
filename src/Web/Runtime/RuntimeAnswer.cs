using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Web.Http;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Runtime;

/// <summary>Writes the responses to services: without an API envelope, and without the reason for a rejection.</summary>
internal static class RuntimeAnswer
{
    private const string Json = "application/json",
        Text = "text/plain; charset=utf-8";

    // The longest escape sequence turns one byte into six characters; most values need no escaping. The rest of the object
    // has the name and the version.
    private const int MaxCharsPerByte = 6,
        OverheadBytes = 1_024;
    private static readonly SearchValues<byte> Unescaped = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !#$%&'()*+,-./:;<=>?@[]^_`{|}~"u8
    );

    // A response is never read as HTML (nosniff), so only JSON's own escapes are needed.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Fail(HttpResponse response, int status, string error, string requestId)
    {
        if (status == StatusCodes.Status401Unauthorized && ProgramCaller.IsIssuerUnavailable(response.HttpContext))
        {
            // The JWT can't be validated yet. The caller may retry once the issuer's keys can be read.
            (status, error) = (StatusCodes.Status503ServiceUnavailable, "issuer_unavailable");
            response.Headers.RetryAfter = IssuerKeys.Pause.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }
        if (status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }
        Begin(response, status, requestId);
        WriteJson(response, OverheadBytes, writer => writer.WriteString("error", error));
    }

    public static void Write(HttpResponse response, IReadOnlyList<OwnBinding> bindings, string requestId)
    {
        Begin(response, StatusCodes.Status200OK, requestId);
        var buffer = new ArrayBufferWriter<byte>(OverheadBytes);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartArray();
            foreach (var binding in bindings)
            {
                writer.WriteStartObject();
                writer.WriteString("name", binding.Name);
                writer.WriteNumber("version", binding.Version);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        Send(response, Json, buffer.WrittenSpan);
    }

    public static void Write(HttpResponse response, ResolvedBinding binding, bool bare, string requestId)
    {
        Begin(response, StatusCodes.Status200OK, requestId);
        Tag(response, $"\"{binding.Tag}\"");
        if (binding.IsKnown)
        {
            response.ContentType = bare ? Text : Json; // The request was a HEAD.
            return;
        }
        if (bare)
        {
            Send(response, Text, binding.Utf8);
            return;
        }
        var maxLength = binding.Utf8.Length * (binding.Utf8.ContainsAnyExcept(Unescaped) ? MaxCharsPerByte : 1);
        WriteJson(
            response,
            maxLength + OverheadBytes,
            writer =>
            {
                writer.WriteString("name", binding.Name);
                writer.WriteNumber("version", binding.Version);
                writer.WriteString("value", binding.Utf8);
            }
        );
    }

    /// <summary>Writes 304: the caller already has the current version.</summary>
    /// <param name="tag">With its quotation marks; null when there is none.</param>
    public static void WriteUnchanged(HttpResponse response, string? tag, string requestId)
    {
        Begin(response, StatusCodes.Status304NotModified, requestId);
        Tag(response, tag);
    }

    private static void Tag(HttpResponse response, string? tag)
    {
        if (tag is not null)
        {
            response.Headers.ETag = tag;
            response.Headers.Vary = "Accept";
        }
    }

    /// <summary>Sets the status and the headers of every run-time response.</summary>
    public static void Begin(HttpResponse response, int status, string requestId)
    {
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers[AnswerWriter.RequestIdHeader] = requestId;
    }

    /// <param name="maxLength">Upper limit of the object's length in bytes: a buffer that grew would leave a copy of the value
    /// in memory.</param>
    private static void WriteJson(HttpResponse response, int maxLength, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(maxLength);
        try
        {
            using (var writer = new Utf8JsonWriter(buffer, Plain))
            {
                writer.WriteStartObject();
                members(writer);
                writer.WriteEndObject();
            }
            Send(response, Json, buffer.WrittenSpan);
        }
        finally
        {
            buffer.Clear();
        }
    }

    private static void Send(HttpResponse response, string type, ReadOnlySpan<byte> body)
    {
        response.ContentType = type;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            response.BodyWriter.Write(body);
        }
    }
}
