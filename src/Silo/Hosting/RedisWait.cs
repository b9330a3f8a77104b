using StackExchange.Redis;

namespace JanusCluster.Silo.Hosting;

/// <summary>Holds the silo's start back until Redis answers, instead of letting it fail.</summary>
internal sealed partial class RedisWait(IConnectionMultiplexer redis, TimeProvider time, ILogger<RedisWait> logger) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int LogEvery = 10;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (int failures = 0; ; failures++)
        {
            try
            {
                await redis.GetDatabase().PingAsync();
                return;
            }
            catch (Exception e) when (e is RedisException or RedisTimeoutException)
            {
                if (failures % LogEvery == 0)
                    LogWaiting(string.Join(", ", redis.GetEndPoints().Select(point => point.ToString())), e.Message.Split(". ")[0]);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Waiting for Redis at {Address}: {Reason}")]
    private partial void LogWaiting(string address, string reason);
}
