namespace JanusCluster.Silo.Models;

internal sealed partial class LeasePump
{
    [LoggerMessage(LogLevel.Error, "This silo takes no work: {Reason}")]
    private partial void LogNoModel(string reason);

    [LoggerMessage(LogLevel.Warning, "Asking for work failed; trying again")]
    private partial void LogPullFailed(Exception exception);

    [LoggerMessage(LogLevel.Information, "The silo drains: no more work is taken, {Count} items are given back")]
    private partial void LogDraining(int count);

    [LoggerMessage(LogLevel.Information, "The silo is drained; {Count} leases are left to run out")]
    private partial void LogDrained(int count);
}
