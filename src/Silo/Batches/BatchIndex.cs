using JanusCluster.Contracts.Batches;
using StackExchange.Redis;

namespace JanusCluster.Silo.Batches;

/// <summary>Durable indexes of batches: those of each tenant by age, and those that have not ended by when they are to be looked at.</summary>
internal sealed class BatchIndex(IConnectionMultiplexer redis)
{
    private static readonly RedisKey OpenKey = "janus:open-batches";

    /// <summary>Arguments: id or nothing, count. Answers ids, newest first, or nil where there is no such id.</summary>
    private const string ListScript = """
        local from = 0
        if ARGV[1] ~= '' then
          local rank = redis.call('ZREVRANK', KEYS[1], ARGV[1])
          if not rank then return false end
          from = rank + 1
        end
        return redis.call('ZREVRANGE', KEYS[1], from, from + tonumber(ARGV[2]) - 1)
        """;

    public async Task AddAsync(BatchKey batch, DateTimeOffset createdAt)
    {
        IDatabase db = redis.GetDatabase();
        await Task.WhenAll(
            db.SortedSetAddAsync(OpenKey, batch.ToString(), createdAt.ToUnixTimeMilliseconds()),
            db.SortedSetAddAsync(TenantKey(batch.Tenant), batch.Batch, createdAt.ToUnixTimeMilliseconds()));
    }

    /// <summary>The batch is to be looked at then, and not before.</summary>
    public Task SetDueAsync(BatchKey batch, DateTimeOffset due) =>
        redis.GetDatabase().SortedSetAddAsync(OpenKey, batch.ToString(), due.ToUnixTimeMilliseconds());

    public Task CloseAsync(BatchKey batch) => redis.GetDatabase().SortedSetRemoveAsync(OpenKey, batch.ToString());

    /// <summary>Batches of all tenants whose time has come, those that have waited longest first.</summary>
    public async Task<IReadOnlyList<BatchKey>> ListDueAsync(DateTimeOffset now, int count) =>
        [.. (await redis.GetDatabase().SortedSetRangeByScoreAsync(OpenKey, stop: now.ToUnixTimeMilliseconds(), take: count))
            .Select(batch => BatchKey.Parse(batch.ToString()))];

    /// <summary>Ids of a tenant's batches, newest first; null where there is no batch <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<string>?> ListAsync(string tenant, string? after, int count)
    {
        RedisResult answer = await redis.GetDatabase().ScriptEvaluateAsync(ListScript, [TenantKey(tenant)], [after ?? "", count]);
        return answer.IsNull ? null : [.. ((RedisValue[])answer!).Select(id => id.ToString())];
    }

    private static RedisKey TenantKey(string tenant) => $"janus:batches:{tenant}";
}
