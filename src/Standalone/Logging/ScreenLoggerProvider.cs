using Microsoft.Extensions.Logging;

namespace JanusCluster.Standalone.Logging;

/// <summary>Shows log entries on standard error, for --verbose.</summary>
internal sealed class ScreenLoggerProvider : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new ScreenLogger(categoryName);

    public void Dispose()
    {
    }

    private sealed class ScreenLogger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.Error.WriteLine($"{logLevel} {category}: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.Message})")}");
    }
}
