using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Bench.Cluster;

/// <summary>A job with one item a request.</summary>
internal sealed class BenchJob(BenchCluster cluster, string tenant, string name, IReadOnlyList<JobRequest> requests)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly JobKey _key = new(tenant, name);

    private IJobGrain Grain => cluster.Grains.GetGrain<IJobGrain>(_key.ToString());

    public JobSpecification Specification { get; } = new(
        cluster.Model.Id, name, $"{tenant}/{name}", cluster.Model.CodesPerImage, requests);

    /// <summary>Returns when the job is accepted.</summary>
    public Task SubmitAsync() => Grain.SubmitAsync(Specification);

    /// <summary>Returns when all results are durable, as a client sees it that asks the job.</summary>
    public Task GeneratedAsync(CancellationToken cancellationToken) => WaitAsync(
        async () => (await Grain.GetStatusAsync()).Items, counts => counts.Generated + counts.Delivered == requests.Count, cancellationToken);

    /// <summary>The same as the only shard of a small job knows it, which is at once.</summary>
    public Task DurableAsync(CancellationToken cancellationToken)
    {
        IJobShardGrain shard = cluster.Grains.GetGrain<IJobShardGrain>(_key.Shard(0).ToString());
        return WaitAsync(async () => (await shard.GetCountsAsync()).Items, counts => counts.Generated + counts.Delivered == requests.Count, cancellationToken);
    }

    /// <summary>Returns when every picture is in the blob store.</summary>
    public Task DeliveredAsync(CancellationToken cancellationToken) => WaitAsync(
        async () => (await Grain.GetStatusAsync()).Items, counts => counts.Delivered == requests.Count, cancellationToken);

    /// <summary>When each image got its last code.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> FinishTimesAsync() => [.. (await ReadAsync()).Select(item => item.FinishedAt!.Value)];

    /// <summary>When a place began with each image.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> StartTimesAsync() =>
        [.. (await ReadAsync()).Select(item => item.FinishedAt!.Value - TimeSpan.FromSeconds(item.Seconds))];

    private async Task<List<ItemReport>> ReadAsync()
    {
        var items = new List<ItemReport>();
        while (items.Count < requests.Count)
            items.AddRange(await Grain.GetItemsAsync(items.Count, JobLimits.MaxItemsPerPage));
        return items;
    }

    private async Task WaitAsync(Func<Task<ItemCounts>> read, Func<ItemCounts, bool> done, CancellationToken cancellationToken)
    {
        while (await read() is var counts && !done(counts))
        {
            if (counts.Failed + counts.Cancelled > 0)
                throw new IOException($"{counts.Failed} items of {_key} failed.");
            await Task.Delay(Poll, cancellationToken);
        }
    }
}
