using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Silo.Jobs;

/// <summary>Counts of a job put together from its shards' reports, and the rate of codes over the last seconds.</summary>
internal sealed class JobProgress(int shards, int codesPerImage)
{
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(20);

    private readonly ShardCounts?[] _shards = new ShardCounts?[shards];
    private readonly long[] _reportedAt = new long[shards];
    private readonly Dictionary<string, long> _inFlight = [];
    private readonly Queue<(DateTimeOffset At, long Codes)> _samples = new();

    public ItemCounts Counts => _shards.Aggregate(
        new ItemCounts(0, 0, 0, 0, 0), (sum, shard) => shard is null ? sum : sum + shard.Items);

    /// <summary>Codes of finished images and of those that run.</summary>
    public long CodesDone
    {
        get
        {
            ItemCounts counts = Counts;
            return ((long)(counts.Generated + counts.Delivered) * codesPerImage) + _inFlight.Values.Sum();
        }
    }

    public long CodesTotal
    {
        get
        {
            ItemCounts counts = Counts;
            return (long)(counts.Total - counts.Failed - counts.Cancelled) * codesPerImage;
        }
    }

    /// <summary>True when every shard is known, and nothing more will happen to any item.</summary>
    public bool IsSettled => Array.TrueForAll(_shards, shard => shard is not null && shard.Items.Settled == shard.Items.Total);

    /// <summary>Reports so far, for <see cref="Set"/>.</summary>
    public long Reports { get; private set; }

    /// <summary>Takes what a shard answered: right, whatever another activation of it has reported before.</summary>
    /// <param name="askedAt"><see cref="Reports"/> when the shard was asked: what it has reported since is newer.</param>
    public void Set(int shard, ShardCounts counts, long askedAt)
    {
        if (_reportedAt[shard] <= askedAt)
            Take(shard, counts);
    }

    /// <returns>False when a newer report of the shard is known.</returns>
    public bool Report(int shard, ShardCounts counts)
    {
        if (counts.Version < _shards[shard]?.Version)
            return false;
        _reportedAt[shard] = ++Reports;
        Take(shard, counts);
        return true;
    }

    private void Take(int shard, ShardCounts counts)
    {
        int finished = Finished(counts) - Finished(_shards[shard]);
        _shards[shard] = counts;
        Settle(finished);
    }

    private static int Finished(ShardCounts? counts) => counts is null ? 0 : counts.Items.Generated + counts.Items.Delivered;

    /// <summary>The codes of images that have just finished are no longer those of running ones, whose report is older.</summary>
    private void Settle(int images)
    {
        long codes = (long)Math.Max(0, images) * codesPerImage;
        foreach (string instance in _inFlight.Keys.ToList())
        {
            long settled = Math.Min(codes, _inFlight[instance]);
            _inFlight[instance] -= settled;
            codes -= settled;
        }
    }

    public void ReportRunning(string instance, long codes)
    {
        if (codes == 0)
            _inFlight.Remove(instance);
        else
            _inFlight[instance] = codes;
    }

    /// <summary>Codes a second since the oldest sample of the window.</summary>
    public double Rate(DateTimeOffset now)
    {
        long codes = CodesDone;
        _samples.Enqueue((now, codes));
        while (_samples.Count > 2 && now - _samples.Peek().At > RateWindow)
            _samples.Dequeue();
        (DateTimeOffset since, long before) = _samples.Peek();
        double seconds = (now - since).TotalSeconds;
        return seconds > 0.5 ? Math.Max(0, (codes - before) / seconds) : 0;
    }
}
