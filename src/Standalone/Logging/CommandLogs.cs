using Microsoft.Extensions.Logging;

namespace JanusCluster.Standalone.Logging;

/// <summary>Logs go to a file of the data folder; the screen is the command's, unless more is asked for.</summary>
internal static class CommandLogs
{
    private const long MaxBytes = 5 << 20;

    public static ILoggerProvider[] Create(string folder, bool verbose, TimeProvider time)
    {
        var file = new BoundedLogFile(Path.Combine(folder, "janus.log"), MaxBytes);
        return verbose ? [new FileLoggerProvider(file, time), new ScreenLoggerProvider()] : [new FileLoggerProvider(file, time)];
    }

    public static ILoggingBuilder AddLogs(this ILoggingBuilder logging, ILoggerProvider[] logs)
    {
        logging.ClearProviders().SetMinimumLevel(LogLevel.Information);
        // The database tells of every connection.
        // Of requests only trouble: addresses may hold signatures.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Garnet", LogLevel.Warning).AddFilter("Session", LogLevel.Warning);
        foreach (ILoggerProvider provider in logs)
            logging.AddProvider(provider);
        return logging;
    }
}
