using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Files;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tenants;

/// <summary>Reads what a tenant has used.</summary>
internal sealed class TenantUsageReader(IConnectionMultiplexer redis, StoredBytes stored)
{
    public async Task<TenantUsage> ReadAsync(string tenant)
    {
        RedisValue[] values = await redis.GetDatabase().HashGetAsync(TenantUsageKey.Of(tenant),
        [
            TenantUsageKey.Images, TenantUsageKey.Codes, TenantUsageKey.Answers, TenantUsageKey.PromptTokens, TenantUsageKey.CompletionTokens,
        ]);
        return new TenantUsage((long)values[0], (long)values[1], (long)values[2], (long)values[3], (long)values[4],
            await stored.ReadAsync(tenant));
    }
}
