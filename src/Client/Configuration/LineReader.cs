namespace SecretsDashboard.Client.Configuration;

/// <summary>Reads lines up to a maximum length, because a line without an end would otherwise fill the memory.</summary>
internal sealed class LineReader(Stream body, int longest) : IDisposable
{
    private readonly StreamReader _text = new(body);
    private readonly char[] _read = new char[longest];
    private int _count;

    /// <returns>Null at the end of the stream; text after the last line break is not returned.</returns>
    /// <exception cref="IOException">The connection broke, or the line is too long.</exception>
    public async Task<string?> ReadAsync(CancellationToken cancel)
    {
        for (var seen = 0; ; )
        {
            if (_read.AsSpan(seen, _count - seen).IndexOf('\n') is >= 0 and var at)
            {
                return Take(seen + at);
            }
            seen = _count;
            if (_count == longest)
            {
                throw new IOException("A line of the stream of changes is too long.");
            }
            var more = await _text.ReadAsync(_read.AsMemory(_count), cancel).ConfigureAwait(false);
            if (more == 0)
            {
                return null;
            }
            _count += more;
        }
    }

    public void Dispose() => _text.Dispose();

    private string Take(int end)
    {
        var line = new string(_read, 0, end).TrimEnd('\r');
        _count -= end + 1;
        _read.AsSpan(end + 1, _count).CopyTo(_read);
        return line;
    }
}
