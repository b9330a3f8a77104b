using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace JanusCluster.Hosting.Processes;

/// <summary>How processes log unless the section Logging says otherwise: one line an entry, times in UTC, of Orleans only warnings.</summary>
public static class LogDefaults
{
    private static readonly Dictionary<string, string?> Values = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Orleans"] = "Warning",
        // The client says itself what it waits for.
        ["Logging:LogLevel:Orleans.Messaging.GatewayManager"] = "Error",
        ["Logging:LogLevel:Polly"] = "Warning",
        // Whoever asks is told; a log line for every probe that is answered with no would bury the rest.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
        ["Logging:Console:FormatterName"] = "simple",
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
        ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-ddTHH:mm:ss.fffZ ",
    };

    /// <summary>Below all that is configured.</summary>
    public static void AddLogDefaults(this IConfigurationBuilder configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Values });
    }
}
