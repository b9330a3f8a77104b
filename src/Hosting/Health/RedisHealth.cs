using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace JanusCluster.Hosting.Health;

/// <summary>Whether Redis answers.</summary>
public sealed class RedisHealth(IConnectionMultiplexer redis) : IHealthCheck
{
    public const string Name = "redis";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(Limit, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("Redis does not answer.");
        }
    }
}

public static class RedisHealthChecks
{
    /// <summary>Ready only while Redis answers; the connection must be registered.</summary>
    public static IHealthChecksBuilder AddRedis(this IHealthChecksBuilder checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.AddCheck<RedisHealth>(RedisHealth.Name, tags: [HealthTags.Ready]);
    }
}
