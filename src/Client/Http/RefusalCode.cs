using System.Text.Json;

namespace SecretsDashboard.Client.Http;

/// <summary>The server's error codes. A response with the same status but without a code says nothing about the service.</summary>
internal static class RefusalCode
{
    /// <summary>With 401: the credential is not valid.</summary>
    public const string UnknownCaller = "unknown_caller";

    /// <summary>With 403: an access check refused the request.</summary>
    public const string Refused = "refused";

    /// <summary>With 404: the service has no such binding. (The server's <c>not_found</c> means that the endpoint does not exist, and says
    /// nothing about a binding.)</summary>
    public const string BindingNotFound = "binding_not_found";

    /// <summary>With 429, on the stream of changes: the maximum number of streams is
    /// reached. (<c>too_many_requests</c> refers to the number of requests.)</summary>
    public const string TooManyFollowers = "too_many_followers";

    // The longest error of the server is far shorter; a page of a proxy may have no end.
    private const int MaxLength = 256;

    /// <returns>Null if the response is not the server's own: the server always
    /// sends its request id, and a JSON error code of lowercase letters.</returns>
    public static async Task<string?> OfAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (!response.Headers.Contains("X-Request-Id") || response.Content.Headers.ContentType?.MediaType != "application/json")
        {
            return null;
        }
        var (body, read) = (await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false), new byte[MaxLength + 1]);
        var count = await body.ReadAtLeastAsync(read, read.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        return count <= MaxLength ? Parse(read.AsSpan(0, count)) : null;
    }

    private static string? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var code = JsonSerializer.Deserialize(json, Shapes.Default.RefusalShape)?.Error ?? "";
            return code.Length > 0 && code.All(c => c is '_' or (>= 'a' and <= 'z')) ? code : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
