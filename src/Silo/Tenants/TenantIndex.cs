using StackExchange.Redis;

namespace JanusCluster.Silo.Tenants;

/// <summary>Durable index of the tenants that there are, in ordinal order.</summary>
internal sealed class TenantIndex(IConnectionMultiplexer redis)
{
    private static readonly RedisKey Key = "janus:tenants";

    public Task AddAsync(string tenant) => redis.GetDatabase().SortedSetAddAsync(Key, tenant, 0);

    public async Task<IReadOnlyList<string>> ListAsync(string? after, int count)
    {
        RedisValue[] names = await redis.GetDatabase().SortedSetRangeByValueAsync(
            Key, after ?? RedisValue.Null, RedisValue.Null, Exclude.Start, take: count);
        return [.. names.Select(name => name.ToString())];
    }
}
