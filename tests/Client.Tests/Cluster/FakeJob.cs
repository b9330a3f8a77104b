using System.Runtime.CompilerServices;
using System.Text;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Storage;

namespace JanusCluster.Client.Tests.Cluster;

/// <summary>A job whose pictures are their prompt and seed as bytes, delivered one more with each look at its status.</summary>
internal sealed class FakeJob(string key, FakeCluster cluster) : IJobGrain
{
    private readonly List<ItemReport> _items = [];
    private JobSpecification? _specification;
    private bool _cancelled;
    private bool _paused;

    public int Submissions { get; private set; }

    public JobSpecification? Specification => _specification;

    public IReadOnlyList<ImageRequest> Requests => [.. _specification?.Requests.Cast<ImageRequest>() ?? []];

    public Task<JobStatus> SubmitAsync(JobSpecification specification)
    {
        Submissions++;
        if (_specification is null)
        {
            _specification = specification;
            foreach ((int r, ImageRequest request) in Requests.Index())
            {
                long seed = request.Seed ?? (r + 1) * 1000;
                for (int image = 0; image < request.Count; image++)
                {
                    var item = new ImageItem(request.CustomId, r, image, request.Prompt, ImageSeed.Derive(seed, image), request.Settings);
                    _items.Add(new ItemReport(_items.Count, item, ItemState.Queued, 0, null, null, null));
                }
            }
        }

        return GetStatusAsync();
    }

    public Task<JobStatus> GetStatusAsync() => _specification is null
        ? Task.FromException<JobStatus>(new JanusException(ErrorCode.NotFound, $"There is no job {JobKey.Parse(key).Job}."))
        : Task.FromResult(Status());

    public async IAsyncEnumerable<JobStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await GetStatusAsync();
        while (!Status().IsFinal)
        {
            yield return Status();
            cluster.BeforeItem?.Invoke();
            cancellationToken.ThrowIfCancellationRequested();
            await FinishNextAsync();
        }

        yield return Status();
    }

    public Task<JobStatus> CancelAsync()
    {
        _cancelled = true;
        for (int i = 0; i < _items.Count; i++)
        {
            if (_items[i].State == ItemState.Queued)
                _items[i] = _items[i] with { State = ItemState.Cancelled };
        }

        return GetStatusAsync();
    }

    public Task<JobStatus> PauseAsync() => SetPausedAsync(true);

    public Task<JobStatus> UnpauseAsync() => SetPausedAsync(false);

    public Task<JobStatus> RetryFailedAsync()
    {
        for (int i = 0; i < _items.Count; i++)
        {
            if (_items[i].State == ItemState.Failed)
                _items[i] = _items[i] with { State = ItemState.Queued, Error = null };
        }

        return GetStatusAsync();
    }

    public Task<IReadOnlyList<ItemReport>> GetItemsAsync(int offset, int count) =>
        Task.FromResult<IReadOnlyList<ItemReport>>([.. _items.Skip(offset).Take(count)]);

    public Task DeleteAsync() => throw new NotSupportedException();

    public Task<bool> DeleteIfEndedAsync(DateTimeOffset cutoff) => throw new NotSupportedException();

    public Task ReportShardAsync(int shard, ShardCounts counts) => throw new NotSupportedException();

    public Task ReportRunningAsync(string instance, long codesInFlight) => throw new NotSupportedException();

    public Task ReofferAsync() => throw new NotSupportedException();

    private Task<JobStatus> SetPausedAsync(bool paused)
    {
        _paused = paused;
        return GetStatusAsync();
    }

    private async Task FinishNextAsync()
    {
        int next = _items.FindIndex(item => item.State == ItemState.Queued);
        ItemReport report = _items[next];
        var item = (ImageItem)report.Item;
        if (item.Prompt.Contains("impossible", StringComparison.Ordinal))
        {
            _items[next] = report with { State = ItemState.Failed, Error = new ItemError(ErrorCode.InvalidRequest, "The prompt is too long.") };
            return;
        }

        JobKey job = JobKey.Parse(key);
        byte[] picture = Encoding.UTF8.GetBytes($"{item.Prompt}/{item.Seed}");
        BlobWrite write = await cluster.Blobs.WriteAsync($"{job.Tenant}/{job.Job}/{next:D6}.png", picture, "image/png");
        _items[next] = report with
        {
            State = ItemState.Delivered,
            Seconds = 1.25,
            FinishedAt = cluster.Now(),
            Delivery = new DeliveryReceipt(write.Blob.Name, write.Blob.Sha256, write.Blob.Bytes, cluster.Now()),
        };
    }

    private JobStatus Status()
    {
        int Count(ItemState state) => _items.Count(item => item.State == state);
        var counts = new ItemCounts(_items.Count, 0, Count(ItemState.Delivered), Count(ItemState.Failed), Count(ItemState.Cancelled));
        JobState state = counts.Settled < counts.Total ? (_paused ? JobState.Paused : JobState.Running)
            : _cancelled ? JobState.Cancelled : JobState.Completed;
        JobKey job = JobKey.Parse(key);
        return new JobStatus(
            job.Tenant, job.Job, _specification!.Name, _specification.Model, state, counts, counts.Delivered * 4L, counts.Total * 4L,
            100, TimeSpan.FromSeconds(80), DateTimeOffset.UnixEpoch, null);
    }
}
