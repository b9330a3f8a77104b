using JanusCluster.Hosting.Settings;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Hosting;

/// <summary>Keeps trying to connect, and says now and then what it waits for.</summary>
internal sealed partial class ClusterWait(FrontSettings settings, TimeProvider time, ILogger<ClusterWait> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int LogEvery = 10;

    private int _failures;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_failures++ % LogEvery == 0)
            LogWaiting(settings.ClusterId, RedisAddress.Describe(settings.RedisConnection), exception.Message.Split(". ")[0]);
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "Waiting for cluster {Cluster} (Redis at {Address}): {Reason}")]
    private partial void LogWaiting(string cluster, string address, string reason);
}
