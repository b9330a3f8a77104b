using System.Runtime.CompilerServices;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Silo.Jobs;

/// <inheritdoc cref="IJobGrain"/>
internal sealed partial class JobGrain(
    [PersistentState("job", StorageNames.Grains)] IPersistentState<JobRecord> record,
    OpenJobs openJobs,
    TimeProvider time,
    ILogger<JobGrain> logger) : Grain, IJobGrain
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WatchHeartbeat = TimeSpan.FromSeconds(1);

    private readonly ChangeSignal _changed = new(time);
    private JobKey _key;
    private bool _saving;
    private JobProgress _progress = new(0, 1);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = JobKey.Parse(this.GetPrimaryKeyString());
        if (record.RecordExists)
        {
            _progress = new JobProgress(record.State.Shards, record.State.CodesPerImage);
            await ReadProgressAsync();
        }
    }

    public async Task<JobStatus> SubmitAsync(JobSpecification specification)
    {
        if (record.RecordExists)
        {
            return record.State.Fingerprint == specification.Fingerprint
                ? Status()
                : throw new JanusException(ErrorCode.Conflict, $"Job {_key.Job} exists already and is another one.", "job");
        }

        JobItems.Validate(specification);
        List<ImageItem> items = JobItems.Expand(specification);
        ImageItem[][] shards = [.. items.Chunk(JobLimits.ItemsPerShard)];
        DateTimeOffset now = time.GetUtcNow();

        // The record is written last: until then the job does not exist, and a crash leaves only what a repetition
        // overwrites. The indexes come before it, so that an accepted job is always found again.
        await Task.WhenAll(shards.Select((shard, i) => Shard(i).InitializeAsync(
            new ShardContent(specification.Model, i * JobLimits.ItemsPerShard, shard))));
        await openJobs.AddAsync(specification.Model, _key, now);
        record.State = new JobRecord
        {
            Name = specification.Name,
            Model = specification.Model,
            Fingerprint = specification.Fingerprint,
            CodesPerImage = specification.CodesPerImage,
            Shards = shards.Length,
            CreatedAt = now,
        };
        await record.WriteStateAsync();

        _progress = new JobProgress(shards.Length, specification.CodesPerImage);
        await ReadProgressAsync();
        await TryOfferAsync();
        return Status();
    }

    public Task<JobStatus> GetStatusAsync() => Task.FromResult(Status());

    public async IAsyncEnumerable<JobStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            JobStatus status = Status();
            yield return status;
            if (status.IsFinal)
                yield break;
            await _changed.WaitAsync(WatchHeartbeat, cancellationToken);
            await Task.Delay(WatchInterval, time, cancellationToken);
        }
    }

    public async Task<JobStatus> CancelAsync()
    {
        if (Require().IsFinal)
            return Status();
        // Durable first: a crash from here on is made good when the job is resumed, or cancelled once more.
        if (record.State.State == JobState.Running)
            await SaveAsync(JobState.Cancelling);
        await CancelShardsAsync();
        await ReadProgressAsync();
        await FinishIfSettledAsync();
        return Status();
    }

    public async Task<IReadOnlyList<ItemReport>> GetItemsAsync(int offset, int count)
    {
        int total = Require().Shards * JobLimits.ItemsPerShard;
        int end = Math.Min(total, offset + Math.Clamp(count, 0, JobLimits.MaxItemsPerPage));
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

    public async Task ReportShardAsync(int shard, ShardCounts counts)
    {
        if (!record.RecordExists || !_progress.Report(shard, counts))
            return;
        await FinishIfSettledAsync();
        _changed.Raise();
    }

    public Task ReportRunningAsync(string instance, long codesInFlight)
    {
        _progress.ReportRunning(instance, codesInFlight);
        _changed.Raise();
        return Task.CompletedTask;
    }

    public async Task ResumeAsync()
    {
        if (!record.RecordExists)
            return; // named in the index, but never accepted
        if (record.State.IsFinal)
        {
            await openJobs.CloseAsync(record.State.Model, _key); // it finished just before a crash
            return;
        }

        if (record.State.State == JobState.Cancelling)
            await CancelShardsAsync();
        await ReadProgressAsync();
        await FinishIfSettledAsync();
        if (!record.State.IsFinal)
            await OfferAsync();
    }

    private JobRecord Require() => record.RecordExists
        ? record.State
        : throw new JanusException(ErrorCode.NotFound, $"There is no job {_key.Job}.", "job");

    private IJobShardGrain Shard(int index) => GrainFactory.GetGrain<IJobShardGrain>(_key.Shard(index).ToString());

    private IEnumerable<Task> AllShards(Func<IJobShardGrain, Task> call) =>
        Enumerable.Range(0, record.State.Shards).Select(i => call(Shard(i)));

    private async Task ReadProgressAsync()
    {
        ShardCounts[] counts = await Task.WhenAll(
            Enumerable.Range(0, record.State.Shards).Select(i => Shard(i).GetCountsAsync()));
        for (int i = 0; i < counts.Length; i++)
            _progress.Report(i, counts[i]);
    }

    private async Task TryOfferAsync()
    {
        try
        {
            await OfferAsync();
        }
        catch (Exception e)
        {
            // The job is accepted all the same: the scheduler finds it in the index.
            LogOfferFailed(e, _key.ToString());
        }
    }

    private Task OfferAsync() => Task.WhenAll(Enumerable.Range(0, record.State.Shards).Select(async i =>
    {
        string shard = _key.Shard(i).ToString();
        IReadOnlyList<int> open = await Shard(i).GetOpenAsync();
        if (open.Count > 0)
            await GrainFactory.GetGrain<ISchedulerGrain>(record.State.Model).OfferAsync(new WorkOffer(shard, open));
        IReadOnlyList<int> undelivered = await Shard(i).GetUndeliveredAsync();
        if (undelivered.Count > 0)
            await GrainFactory.GetGrain<IDeliveryGrain>(record.State.Model).OfferAsync(shard, undelivered);
    }));

    private async Task CancelShardsAsync()
    {
        await GrainFactory.GetGrain<ISchedulerGrain>(record.State.Model).WithdrawAsync(_key.ToString());
        await Task.WhenAll(AllShards(shard => shard.CancelAsync()));
    }

    private async Task FinishIfSettledAsync()
    {
        if (record.State.IsFinal || _saving || !_progress.IsSettled)
            return;
        await SaveAsync(record.State.State == JobState.Cancelling ? JobState.Cancelled : JobState.Completed);
        await openJobs.CloseAsync(record.State.Model, _key);
    }

    /// <summary>Moves the job to another state, durably. Shards report while this runs: two writes at once would collide.</summary>
    private async Task SaveAsync(JobState state)
    {
        JobState before = record.State.State;
        _saving = true;
        try
        {
            record.State.State = state;
            record.State.FinishedAt = record.State.IsFinal ? time.GetUtcNow() : null;
            await record.WriteStateAsync();
        }
        catch
        {
            record.State.State = before;
            throw;
        }
        finally
        {
            _saving = false;
        }

        _changed.Raise();
    }

    private JobStatus Status()
    {
        JobRecord job = Require();
        double rate = !job.IsFinal ? _progress.Rate(time.GetUtcNow()) : 0;
        long done = _progress.CodesDone, total = _progress.CodesTotal;
        return new JobStatus(
            _key.Tenant, _key.Job, job.Name, job.Model, job.State, _progress.Counts, done, total, rate,
            rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, total - done) / rate) : null, job.CreatedAt, job.FinishedAt);
    }

    [LoggerMessage(LogLevel.Warning, "Job {Job} is accepted, but could not be offered to the scheduler yet")]
    private partial void LogOfferFailed(Exception exception, string job);
}
