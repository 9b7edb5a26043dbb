namespace SecretsDashboard.Web.Logs;

/// <summary>Makes loggers whose warnings and errors are throttled by kind where they come from
/// the framework: most of these can be caused by an unauthenticated client, as
/// often as it likes (a form without its antiforgery token, a cookie that can't be decrypted, a
/// range that a file does not have, what a circuit's browser reports).</summary>
/// <remarks>The framework offers no switch for single log lines that would also
/// count them, and a filter would hide them for good.</remarks>
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
            else if (throttle.CountToWrite(category, eventId, exception) is { } count)
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
