using System.Text.Json;

namespace SecretsDashboard.Client.Http;

/// <summary>The code with which the server says why it gives nothing. The same status without one says nothing about the service.</summary>
internal static class RefusalCode
{
    /// <summary>With 401: the credential does not count.</summary>
    public const string UnknownCaller = "unknown_caller";

    /// <summary>With 403: a check refuses.</summary>
    public const string Refused = "refused";

    /// <summary>With 404: the service has no such binding. (The server's <c>not_found</c> says
    /// that it has no such endpoint, and nothing about a binding.)</summary>
    public const string BindingNotFound = "binding_not_found";

    /// <summary>With 429, on the stream of changes: there are as many already as there may be.
    /// (<c>too_many_requests</c> is said of the number of requests.)</summary>
    public const string TooManyFollowers = "too_many_followers";

    // The longest is far shorter; somebody else's page may have no end.
    private const int Longest = 256;

    /// <returns>Null where the answer is not the server's own: it always sends its
    /// request's id, and a word of small letters in JSON.</returns>
    public static async Task<string?> OfAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (!answer.Headers.Contains("X-Request-Id") || answer.Content.Headers.ContentType?.MediaType != "application/json")
        {
            return null;
        }
        var (body, read) = (await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false), new byte[Longest + 1]);
        var count = await body.ReadAtLeastAsync(read, read.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        return count <= Longest ? Word(read.AsSpan(0, count)) : null;
    }

    private static string? Word(ReadOnlySpan<byte> json)
    {
        try
        {
            var word = JsonSerializer.Deserialize(json, Shapes.Default.RefusalShape)?.Error ?? "";
            return word.Length > 0 && word.All(c => c is '_' or (>= 'a' and <= 'z')) ? word : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
