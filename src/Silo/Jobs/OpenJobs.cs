using JanusCluster.Contracts.Jobs;
using StackExchange.Redis;

namespace JanusCluster.Silo.Jobs;

/// <summary>Durable indexes of jobs in Redis: those of a model that are not final, and all of a tenant.</summary>
internal sealed class OpenJobs(IConnectionMultiplexer redis)
{
    public async Task AddAsync(string model, JobKey job, DateTimeOffset createdAt)
    {
        IDatabase db = redis.GetDatabase();
        await Task.WhenAll(
            db.SetAddAsync(OpenKey(model), job.ToString()),
            db.SortedSetAddAsync(TenantKey(job.Tenant), job.Job, createdAt.ToUnixTimeMilliseconds()));
    }

    public Task CloseAsync(string model, JobKey job) =>
        redis.GetDatabase().SetRemoveAsync(OpenKey(model), job.ToString());

    public async Task<IReadOnlyList<JobKey>> ListOpenAsync(string model) =>
        [.. (await redis.GetDatabase().SetMembersAsync(OpenKey(model))).Select(job => JobKey.Parse(job.ToString()))];

    /// <summary>A tenant's jobs, newest first.</summary>
    public async Task<IReadOnlyList<JobKey>> ListAsync(string tenant, int offset, int count) =>
        [.. (await redis.GetDatabase().SortedSetRangeByRankAsync(
                TenantKey(tenant), offset, offset + count - 1, Order.Descending))
            .Select(job => new JobKey(tenant, job.ToString()))];

    private static RedisKey OpenKey(string model) => $"janus:open-jobs:{model}";

    private static RedisKey TenantKey(string tenant) => $"janus:jobs:{tenant}";
}
