using System.Globalization;
using System.Runtime.CompilerServices;

namespace SecretsDashboard.Client.Configuration;

/// <summary>An event on the stream of changes.</summary>
/// <param name="Type">Null if the event only carries a new id.</param>
/// <param name="Id">The id to send on the next connection, after the event was handled.</param>
internal readonly record struct ServerEvent(string? Type, string Data, string? Id);

/// <summary>Reads server-sent events, to the extent that this server uses them. Ids without data are returned as well: the standard's
/// dispatch would drop them, and a service with few changes would reconnect with a very old id.</summary>
internal sealed class EventReader(Stream body)
{
    /// <summary>The server sends something every 15 seconds; after this time without data, the connection is considered lost.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(45);

    // A name has at most 255 characters; a sender of longer lines is not this server.
    private const int MaxLineLength = 8_192;

    /// <summary>How long the server wants clients to wait before they reconnect.</summary>
    public TimeSpan Retry { get; private set; } = TimeSpan.FromSeconds(2);

    /// <exception cref="IOException">The connection broke, or no data arrived for too long.</exception>
    public async IAsyncEnumerable<ServerEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using var lines = new LineReader(body, MaxLineLength);
        var (type, data, id) = ("message", (string?)null, (string?)null);
        while (await LineAsync(lines, cancel).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
            {
                (type, data, id) = (FieldValue(line, "event:") ?? type, FieldValue(line, "data:") ?? data, FieldValue(line, "id:") ?? id);
                Handle(FieldValue(line, "retry:"));
                continue;
            }
            if (data is not null || id is not null)
            {
                yield return new ServerEvent(data is null ? null : type, data ?? "", id);
            }
            (type, data, id) = ("message", null, null);
        }
    }

    private static async Task<string?> LineAsync(LineReader lines, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(IdleTimeout);
        try
        {
            return await lines.ReadAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"No event arrived for {IdleTimeout.TotalSeconds:0} seconds.");
        }
    }

    private void Handle(string? retry)
    {
        if (int.TryParse(retry, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is > 0 and <= 60_000)
        {
            Retry = TimeSpan.FromMilliseconds(milliseconds);
        }
    }

    private static string? FieldValue(string line, string field) =>
        line.StartsWith(field, StringComparison.Ordinal) ? line[field.Length..].TrimStart(' ') : null;
}
