using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SecretsDashboard.Web.Tests.Hosts;

/// <summary>A log that stores everything: each formatted message, its
/// template and arguments, its scopes, and its whole exception.</summary>
internal sealed class RecordingLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly List<(string Part, TaskCompletionSource<string> Line)> _awaited = [];
    private IExternalScopeProvider? _scopes;

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>The first line that holds this, also when it is still to come.</summary>
    public Task<string> LineAsync(string part, TimeSpan timeout)
    {
        var source = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            _awaited.Add((part, source));
            if (_lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } line)
            {
                source.TrySetResult(line);
            }
        }
        return source.Task.WaitAsync(timeout);
    }

    private void Keep(string line)
    {
        _lines.Enqueue(line);
        lock (_awaited)
        {
            foreach (var (_, source) in _awaited.Where(a => line.Contains(a.Part, StringComparison.Ordinal)))
            {
                source.TrySetResult(line);
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() { }

    private sealed class Category(RecordingLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            List<string> parts = [$"{logLevel} {name}: {formatter(state, exception)}", exception?.ToString() ?? "", .. PartsOf(state)];
            log._scopes?.ForEachScope((scope, all) => all.AddRange(PartsOf(scope)), parts);
            log.Keep(string.Join('\n', parts));
        }

        private static IEnumerable<string> PartsOf(object? state) =>
            state is IEnumerable<KeyValuePair<string, object?>> pairs ? pairs.Select(pair => $"{pair.Key}={pair.Value}") : [$"{state}"];
    }
}
