using JanusCluster.Contracts.Jobs;
using StackExchange.Redis;

namespace JanusCluster.Silo.Jobs;

/// <summary>
/// Durable indexes of jobs in Redis: those of a model that are not final, all of a tenant, and those that are final, by the
/// time since when. Transient jobs have a tenant's list and a list of ended ones of their own.
/// </summary>
internal sealed class OpenJobs(IConnectionMultiplexer redis)
{
    public async Task AddAsync(string model, JobKey job, DateTimeOffset createdAt, bool isTransient = false)
    {
        IDatabase db = redis.GetDatabase();
        await Task.WhenAll(
            db.SetAddAsync(OpenKey(model), job.ToString()),
            db.SortedSetAddAsync(TenantKey(job.Tenant, isTransient), job.Job, createdAt.ToUnixTimeMilliseconds()));
    }

    /// <summary>Takes note of a job's end. Repeating it changes nothing.</summary>
    public async Task CloseAsync(string model, JobKey job, DateTimeOffset finishedAt, bool isTransient = false)
    {
        // In this order: what is cut off in between is still open, and closed again.
        await AddEndedAsync(job, finishedAt, isTransient);
        await redis.GetDatabase().SetRemoveAsync(OpenKey(model), job.ToString());
    }

    /// <summary>A job has been final since then; where it is among the open ones it stays there until it is closed.</summary>
    public Task AddEndedAsync(JobKey job, DateTimeOffset finishedAt, bool isTransient) =>
        redis.GetDatabase().SortedSetAddAsync(EndedKey(isTransient), job.ToString(), finishedAt.ToUnixTimeMilliseconds());

    /// <summary>A job that has ended is open once more.</summary>
    public Task ReopenAsync(JobKey job, bool isTransient) =>
        redis.GetDatabase().SortedSetRemoveAsync(EndedKey(isTransient), job.ToString());

    /// <summary>Forgets a job that does not exist any longer.</summary>
    public async Task RemoveAsync(JobKey job)
    {
        IDatabase db = redis.GetDatabase();
        await Task.WhenAll(
            db.SortedSetRemoveAsync(TenantKey(job.Tenant, false), job.Job), db.SortedSetRemoveAsync(TenantKey(job.Tenant, true), job.Job));
        await Task.WhenAll(
            db.SortedSetRemoveAsync(EndedKey(false), job.ToString()), db.SortedSetRemoveAsync(EndedKey(true), job.ToString()));
    }

    public async Task<IReadOnlyList<JobKey>> ListOpenAsync(string model) =>
        [.. (await redis.GetDatabase().SetMembersAsync(OpenKey(model))).Select(job => JobKey.Parse(job.ToString()))];

    /// <summary>A tenant's jobs, newest first.</summary>
    public async Task<IReadOnlyList<JobKey>> ListAsync(string tenant, int offset, int count, bool isTransient = false) =>
        [.. (await redis.GetDatabase().SortedSetRangeByRankAsync(
                TenantKey(tenant, isTransient), offset, offset + count - 1, Order.Descending))
            .Select(job => new JobKey(tenant, job.ToString()))];

    /// <summary>Jobs that have been final since before <paramref name="cutoff"/>, the longest first.</summary>
    public async Task<IReadOnlyList<JobKey>> ListEndedAsync(DateTimeOffset cutoff, int count, int skip, bool isTransient) =>
        [.. (await redis.GetDatabase().SortedSetRangeByScoreAsync(
                EndedKey(isTransient), stop: cutoff.ToUnixTimeMilliseconds(), exclude: Exclude.Stop, skip: skip, take: count))
            .Select(job => JobKey.Parse(job.ToString()))];

    private static RedisKey OpenKey(string model) => $"janus:open-jobs:{model}";

    private static RedisKey TenantKey(string tenant, bool isTransient) => isTransient ? $"janus:transient-jobs:{tenant}" : $"janus:jobs:{tenant}";

    private static RedisKey EndedKey(bool isTransient) => isTransient ? "janus:ended-transient-jobs" : "janus:ended-jobs";
}
