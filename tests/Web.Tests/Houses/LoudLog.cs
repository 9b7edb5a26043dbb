using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SecretsDashboard.Web.Tests.Houses;

/// <summary>A log that keeps all it is told: each message as it reads, what it was made of, its scopes, and its exception to the last line.</summary>
internal sealed class LoudLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = new();
    private IExternalScopeProvider? _scopes;

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() { }

    private sealed class Category(LoudLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => log._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            List<string> parts = [$"{logLevel} {name}: {formatter(state, exception)}", exception?.ToString() ?? "", .. PartsOf(state)];
            log._scopes?.ForEachScope((scope, all) => all.AddRange(PartsOf(scope)), parts);
            log._lines.Enqueue(string.Join('\n', parts));
        }

        private static IEnumerable<string> PartsOf(object? state) =>
            state is IEnumerable<KeyValuePair<string, object?>> pairs ? pairs.Select(pair => $"{pair.Key}={pair.Value}") : [$"{state}"];
    }
}
