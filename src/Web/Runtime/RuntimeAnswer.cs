using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Runtime;

/// <summary>Writes what a service gets: no API response around it, and no word about why something is refused.</summary>
internal static class RuntimeAnswer
{
    public const string RequestId = "X-Request-Id";

    private const string Json = "application/json",
        Text = "text/plain; charset=utf-8";

    // In the longest escaping a byte becomes six, and most values need none; around the value stand its name and version.
    private const int MaxCharsPerByte = 6,
        Around = 1_024;
    private static readonly SearchValues<byte> AsTheyAre = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !#$%&'()*+,-./:;<=>?@[]^_`{|}~"u8
    );

    // A response is never read as HTML (because of nosniff), so only JSON's own escapes are needed.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Fail(HttpResponse response, int status, string error, string requestId)
    {
        if (status == StatusCodes.Status401Unauthorized && RuntimeCaller.IsIssuerAway(response.HttpContext))
        {
            // Nobody can say yet whether it counts. It is refused, and may come again when the issuer's keys can be read.
            (status, error) = (StatusCodes.Status503ServiceUnavailable, "issuer_unavailable");
            response.Headers.RetryAfter = IssuerKeys.Pause.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }
        if (status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }
        Begin(response, status, requestId);
        WriteJson(response, Around, writer => writer.WriteString("error", error));
    }

    public static void Write(HttpResponse response, IReadOnlyList<OwnBinding> bindings, string requestId)
    {
        Begin(response, StatusCodes.Status200OK, requestId);
        var buffer = new ArrayBufferWriter<byte>(Around);
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
            response.ContentType = bare ? Text : Json; // It was asked for its head alone.
            return;
        }
        if (bare)
        {
            Send(response, Text, binding.Utf8);
            return;
        }
        var most = binding.Utf8.Length * (binding.Utf8.ContainsAnyExcept(AsTheyAre) ? MaxCharsPerByte : 1);
        WriteJson(
            response,
            most + Around,
            writer =>
            {
                writer.WriteString("name", binding.Name);
                writer.WriteNumber("version", binding.Version);
                writer.WriteString("value", binding.Utf8);
            }
        );
    }

    /// <summary>The caller has what it asks for.</summary>
    /// <param name="tag">In its quotation marks; null where there is none.</param>
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

    /// <summary>The status and what every answer at run time carries.</summary>
    public static void Begin(HttpResponse response, int status, string requestId)
    {
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers[RequestId] = requestId;
    }

    /// <param name="most">The object is never longer: the buffer must not grow and leave a value behind.</param>
    private static void WriteJson(HttpResponse response, int most, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(most);
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
