using Microsoft.Extensions.Logging;

namespace JanusCluster.Standalone.Logging;

/// <summary>Writes log entries to a <see cref="BoundedLogFile"/>, a line each.</summary>
internal sealed class FileLoggerProvider(BoundedLogFile file, TimeProvider time) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new FileLogger(categoryName, file, time);

    // Shared by the host and the database: the file is closed with the process, whose every line is flushed.
    public void Dispose()
    {
    }

    private sealed class FileLogger(string category, BoundedLogFile file, TimeProvider time) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            string line = $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {logLevel} {category}: {formatter(state, exception)}";
            file.Append(exception is null ? line : $"{line}{Environment.NewLine}{exception}");
        }
    }
}
