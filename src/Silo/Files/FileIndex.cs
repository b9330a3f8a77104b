using JanusCluster.Contracts.Files;
using StackExchange.Redis;

namespace JanusCluster.Silo.Files;

/// <summary>
/// Durable indexes of files: those of each tenant by their ids, which sort by time, and those that go by themselves by the
/// time when they are to.
/// </summary>
internal sealed class FileIndex(IConnectionMultiplexer redis)
{
    private static readonly RedisKey DueKey = "janus:files-due";

    public async Task AddAsync(FileKey file, FilePurpose purpose)
    {
        IDatabase db = redis.GetDatabase();
        await Task.WhenAll(
            db.SortedSetAddAsync(TenantKey(file.Tenant, null), file.File, 0),
            db.SortedSetAddAsync(TenantKey(file.Tenant, purpose), file.File, 0));
    }

    public async Task RemoveAsync(FileKey file, FilePurpose purpose)
    {
        IDatabase db = redis.GetDatabase();
        await Task.WhenAll(
            db.SortedSetRemoveAsync(TenantKey(file.Tenant, null), file.File),
            db.SortedSetRemoveAsync(TenantKey(file.Tenant, purpose), file.File));
    }

    /// <summary>Ids of a tenant's files behind <paramref name="after"/>, which need not be one of them.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string tenant, FilePurpose? purpose, string? after, int count, bool newestFirst)
    {
        RedisValue from = after ?? RedisValue.Null;
        RedisValue[] ids = await redis.GetDatabase().SortedSetRangeByValueAsync(
            TenantKey(tenant, purpose),
            min: newestFirst ? RedisValue.Null : from,
            max: newestFirst ? from : RedisValue.Null,
            exclude: after is null ? Exclude.None : newestFirst ? Exclude.Stop : Exclude.Start,
            order: newestFirst ? Order.Descending : Order.Ascending,
            take: count);
        return [.. ids.Select(id => id.ToString())];
    }

    /// <summary>The file is to be looked at, and deleted, at that time.</summary>
    public Task ScheduleAsync(FileKey file, DateTimeOffset due) =>
        redis.GetDatabase().SortedSetAddAsync(DueKey, file.ToString(), due.ToUnixTimeMilliseconds());

    public Task UnscheduleAsync(FileKey file) => redis.GetDatabase().SortedSetRemoveAsync(DueKey, file.ToString());

    /// <summary>Files whose time has come, the longest overdue first.</summary>
    public async Task<IReadOnlyList<FileKey>> ListDueAsync(DateTimeOffset now, int offset, int count) =>
        [.. (await redis.GetDatabase().SortedSetRangeByScoreAsync(DueKey, stop: now.ToUnixTimeMilliseconds(), skip: offset, take: count))
            .Select(file => FileKey.Parse(file.ToString()))];

    private static RedisKey TenantKey(string tenant, FilePurpose? purpose) =>
        purpose is { } one ? $"janus:files:{{{tenant}}}:{(int)one}" : $"janus:files:{{{tenant}}}";
}
