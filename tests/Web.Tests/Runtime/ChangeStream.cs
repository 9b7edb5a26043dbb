using System.Net.Http.Headers;

namespace SecretsDashboard.Web.Tests.Runtime;

/// <summary>The change stream of a service, on a connection of its own.</summary>
internal sealed class ChangeStream : IDisposable
{
    // An event that never arrives fails the test instead of blocking it.
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));
    private readonly HttpClient _client = new();
    private HttpResponseMessage _answer = null!;
    private StreamReader _lines = null!;

    public int Status => (int)_answer.StatusCode;
    public HttpResponseHeaders Headers => _answer.Headers;
    public string? Type => _answer.Content.Headers.ContentType?.MediaType;

    /// <summary>The last id that was received, also of an event without data.</summary>
    public string? LastId { get; private set; }

    public static Task<ChangeStream> OpenAsync(Reader reader, string? lastId = null) =>
        OpenAsync(reader.Api.Host.ClientOptions.BaseAddress, reader.Credential.Text, lastId);

    public static async Task<ChangeStream> OpenAsync(Uri server, string credential, string? lastId = null)
    {
        var stream = new ChangeStream { LastId = lastId };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/runtime/v1/changes"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        stream._answer = await stream._client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stream._timeout.Token);
        stream._lines = new StreamReader(await stream._answer.Content.ReadAsStreamAsync());
        return stream;
    }

    /// <summary>The next event as its kind and data; null when the stream has ended.</summary>
    public async Task<string?> NextAsync()
    {
        var (kind, data) = ("message", (string?)null);
        while (await LineAsync() is { } line)
        {
            if (line.Length == 0 && data is not null)
            {
                return $"{kind} {data}";
            }
            kind = After(line, "event: ") ?? kind;
            data = After(line, "data: ") ?? data;
            LastId = After(line, "id: ") ?? LastId;
        }
        return null;
    }

    /// <summary>All that comes until the stream says that it listens.</summary>
    public async Task<IReadOnlyList<string>> UntilListeningAsync()
    {
        var lines = new List<string>();
        while (await LineAsync() is { } line and not ": listening")
        {
            lines.Add(line);
            LastId = After(line, "id: ") ?? LastId;
        }
        LastId = After(await LineAsync() ?? "", "id: ") ?? LastId;
        return [.. lines.Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => l[6..])];
    }

    public Task<string> TextAsync() => _lines.ReadToEndAsync(_timeout.Token);

    public void Dispose()
    {
        _answer.Dispose();
        _client.Dispose();
        _timeout.Dispose();
    }

    private async Task<string?> LineAsync() => await _lines.ReadLineAsync(_timeout.Token);

    private static string? After(string line, string prefix) =>
        line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..] : null;
}
