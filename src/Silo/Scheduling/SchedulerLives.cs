using StackExchange.Redis;

namespace JanusCluster.Silo.Scheduling;

/// <summary>Numbers the lives of a model's scheduler: each is higher than all before it, wherever they ran.</summary>
internal sealed class SchedulerLives(IConnectionMultiplexer redis)
{
    public async Task<long> BeginAsync(string model) => await redis.GetDatabase().StringIncrementAsync($"janus:scheduler-lives:{model}");
}
