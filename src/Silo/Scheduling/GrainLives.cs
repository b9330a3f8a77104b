using StackExchange.Redis;

namespace JanusCluster.Silo.Scheduling;

/// <summary>
/// Numbers the lives of a grain that lives in memory only: each is higher than all before it, wherever they ran. While the
/// cluster is cut in two, or has lost a part of its directory, two activations may live; the later one is the grain.
/// </summary>
internal sealed class GrainLives(IConnectionMultiplexer redis)
{
    public async Task<long> BeginAsync(GrainId grain) => await redis.GetDatabase().StringIncrementAsync(Key(grain));

    /// <returns>True when a later life has begun: this one must end.</returns>
    public async Task<bool> IsOverAsync(GrainId grain, long life) => (long)await redis.GetDatabase().StringGetAsync(Key(grain)) > life;

    private static RedisKey Key(GrainId grain) => $"janus:lives:{grain}";
}
