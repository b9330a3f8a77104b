using StackExchange.Redis;

namespace JanusCluster.Silo.Tenants;

/// <summary>Durable index of the keys of each tenant. A key is added before it is stored, and removed after it is forgotten.</summary>
internal sealed class ApiKeyIndex(IConnectionMultiplexer redis)
{
    public Task AddAsync(string tenant, string key, DateTimeOffset createdAt) =>
        redis.GetDatabase().SortedSetAddAsync(TenantKey(tenant), key, createdAt.ToUnixTimeMilliseconds());

    public Task RemoveAsync(string tenant, string key) => redis.GetDatabase().SortedSetRemoveAsync(TenantKey(tenant), key);

    /// <summary>Ids of a tenant's keys, newest first.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string tenant) =>
        [.. (await redis.GetDatabase().SortedSetRangeByRankAsync(TenantKey(tenant), order: Order.Descending)).Select(key => key.ToString())];

    private static RedisKey TenantKey(string tenant) => $"janus:api-keys:{tenant}";
}
