using System.Text;
using System.Text.RegularExpressions;

namespace SecretsDashboard.E2E.Running;

/// <summary>All that a process wrote to its console, kept for searching and as a file for people.</summary>
internal sealed class OutputLog(string file)
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly List<(Regex Pattern, TaskCompletionSource<Match> Found)> _awaited = [];

    public string File => file;

    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _text.AppendLine(line);
            System.IO.File.AppendAllText(file, line + Environment.NewLine);
            foreach (var (pattern, found) in _awaited)
            {
                if (pattern.Match(line) is { Success: true } match)
                {
                    found.TrySetResult(match);
                }
            }
        }
    }

    /// <summary>The first line, past or to come, that matches.</summary>
    public Task<Match> LineAsync(string pattern, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var regex = new Regex(pattern, RegexOptions.IgnoreCase);
            if (
                _text.ToString().Split(Environment.NewLine).Select(line => regex.Match(line)).FirstOrDefault(match => match.Success) is
                { } past
            )
            {
                return Task.FromResult(past);
            }

            return AwaitAsync(regex, cancellation);
        }
    }

    /// <summary>The next line that matches: earlier lines were written by an earlier process.</summary>
    public Task<Match> NextLineAsync(string pattern, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return AwaitAsync(new Regex(pattern, RegexOptions.IgnoreCase), cancellation);
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return _text.ToString();
        }
    }

    private Task<Match> AwaitAsync(Regex pattern, CancellationToken cancellation)
    {
        var found = new TaskCompletionSource<Match>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.Add((pattern, found));
        return found.Task.WaitAsync(cancellation);
    }
}
