namespace JanusCluster.Silo.Models;

internal sealed partial class LeasePump
{
    [LoggerMessage(LogLevel.Error, "This silo takes no work: {Reason}")]
    private partial void LogNoModel(string reason);

    [LoggerMessage(LogLevel.Warning, "Asking for work failed; trying again")]
    private partial void LogPullFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Renewing leases failed; trying again")]
    private partial void LogRenewFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Item {Position} of shard {Shard} was not finished; it will be made again")]
    private partial void LogItemFailed(Exception exception, string shard, int position);

    [LoggerMessage(LogLevel.Debug, "Lease {Lease} could not be released and will run out")]
    private partial void LogReleaseFailed(Exception exception, long lease);
}
