using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Telemetry;

namespace JanusCluster.Silo.Jobs;

/// <summary>The shards of one job, asked side by side.</summary>
internal sealed class JobShards(IGrainFactory grains, JobKey job, int count)
{
    public int Count => count;

    /// <summary>Stores a new job's items, and which request they belong to where that is traced.</summary>
    public Task InitializeAsync(JobSpecification specification, IReadOnlyList<JobItem[]> items)
    {
        string? trace = WorkSpans.Here;
        return Task.WhenAll(items.Select((shard, i) => Shard(i).InitializeAsync(
            new ShardContent(specification.Model, i * JobLimits.ItemsPerShard, specification.CodesPerImage, shard, trace))));
    }

    public Task<ShardCounts[]> ReadCountsAsync() => Task.WhenAll(All().Select(shard => shard.GetCountsAsync()));

    public Task CancelAsync() => Task.WhenAll(All().Select(shard => shard.CancelAsync()));

    public Task RetryFailedAsync() => Task.WhenAll(All().Select(shard => shard.RetryFailedAsync()));

    public Task DeleteAsync() => Task.WhenAll(All().Select(shard => shard.DeleteAsync()));

    public async Task<IReadOnlyList<ItemReport>> GetReportsAsync(int offset, int most)
    {
        int end = Math.Min(count * JobLimits.ItemsPerShard, offset + Math.Clamp(most, 0, JobLimits.MaxItemsPerPage));
        var reports = new List<ItemReport>();
        for (int at = Math.Max(0, offset); at < end;)
        {
            int shard = at / JobLimits.ItemsPerShard, within = at % JobLimits.ItemsPerShard;
            int take = Math.Min(end - at, JobLimits.ItemsPerShard - within);
            reports.AddRange(await Shard(shard).GetReportsAsync(within, take));
            at += take;
        }

        return reports;
    }

    /// <summary>Offers what is undelivered, and what is not made unless the job is paused.</summary>
    public Task OfferAsync(JobRecord record) => Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
    {
        string key = job.Shard(i).ToString();
        if (record.State == JobState.Running && await Shard(i).GetOpenAsync() is { Count: > 0 } open)
            await grains.GetGrain<ISchedulerGrain>(record.Model).OfferAsync([new WorkOffer(key, record.Class, open)]);
        if (await Shard(i).GetUndeliveredAsync() is { Count: > 0 } undelivered)
            await grains.GetGrain<IDeliveryGrain>(record.Model).OfferAsync(key, undelivered);
    }));

    private IJobShardGrain Shard(int index) => grains.GetGrain<IJobShardGrain>(job.Shard(index).ToString());

    private IEnumerable<IJobShardGrain> All() => Enumerable.Range(0, count).Select(Shard);
}
