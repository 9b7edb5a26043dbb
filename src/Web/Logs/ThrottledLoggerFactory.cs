namespace SecretsDashboard.Web.Logs;

/// <summary>Creates loggers that throttle the framework's warnings and errors by kind: an unauthenticated client can cause
/// most of these, any number of times (a form without its antiforgery token, a cookie that can't be decrypted, an invalid
/// range of a file, errors reported by a circuit's browser).</summary>
/// <remarks>The framework has no option that both limits and counts single log lines, and a filter would hide them completely.</remarks>
internal sealed class ThrottledLoggerFactory(LoggerFactory inner, LogThrottle throttle) : ILoggerFactory
{
    private const string Framework = "Microsoft.";

    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return categoryName.StartsWith(Framework, StringComparison.Ordinal) ? new ThrottledLogger(logger, categoryName, throttle) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class ThrottledLogger(ILogger inner, string category, LogThrottle throttle) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (logLevel < LogLevel.Warning || !inner.IsEnabled(logLevel))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
            else if (throttle.CountEntry(category, eventId, exception) is { } count)
            {
                inner.Log(
                    logLevel,
                    eventId,
                    state,
                    exception,
                    count == 1
                        ? formatter
                        : (s, e) =>
                            $"{formatter(s, e)} ({count:N0} like this since the last such line. Further ones are logged once a minute.)"
                );
            }
        }
    }
}
