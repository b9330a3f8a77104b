using System.Runtime.CompilerServices;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Placement;

namespace JanusCluster.Silo.Jobs;

/// <inheritdoc cref="IJobGrain"/>
[ControlSiloFilter]
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
    private bool _isReopening;
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
        List<JobItem> items = JobItems.Expand(specification);
        JobItem[][] shards = [.. items.Chunk(JobLimits.ItemsPerShard)];
        DateTimeOffset now = time.GetUtcNow();
        await Tenant.ReserveItemsAsync(_key.Job, items.Count);

        // The record is written last: until then the job does not exist, and a crash leaves only what a repetition
        // overwrites. The indexes come before it, so that an accepted job is always found again.
        await Task.WhenAll(shards.Select((shard, i) => Shard(i).InitializeAsync(
            new ShardContent(specification.Model, i * JobLimits.ItemsPerShard, specification.CodesPerImage, shard))));
        await openJobs.AddAsync(specification.Model, _key, now);
        record.State = new JobRecord
        {
            Name = specification.Name,
            Model = specification.Model,
            Fingerprint = specification.Fingerprint,
            CodesPerImage = specification.CodesPerImage,
            Shards = shards.Length,
            CreatedAt = now,
            Class = specification.Class,
            ExpiresAt = specification.ExpiresAt,
        };
        await record.WriteStateAsync();

        _progress = new JobProgress(shards.Length, specification.CodesPerImage);
        for (int i = 0; i < shards.Length; i++)
            _progress.Report(i, new ShardCounts(0, new ItemCounts(shards[i].Length, 0, 0, 0, 0)));
        await TryOfferAsync([.. shards.Select((shard, i) => new WorkOffer(_key.Shard(i).ToString(), specification.Class,
            [.. shard.Select((item, position) => new OfferedItem(position, JobItems.CostOf(item, specification.CodesPerImage)))]))]);
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
        await EndEarlyAsync();
        return Status();
    }

    public async Task<JobStatus> PauseAsync()
    {
        if (Require().State != JobState.Paused)
            await ChangeAsync(JobState.Running, JobState.Paused);
        await Scheduler.WithdrawAsync(_key.ToString());
        return Status();
    }

    public async Task<JobStatus> UnpauseAsync()
    {
        if (Require().State == JobState.Running)
            return Status();
        await ChangeAsync(JobState.Paused, JobState.Running);
        await TryOfferAsync(null);
        return Status();
    }

    public async Task<JobStatus> RetryFailedAsync()
    {
        if (Require().State is not (JobState.Running or JobState.Paused or JobState.Completed))
            throw new JanusException(ErrorCode.Conflict, $"Job {_key.Job} was cancelled, or its time ran out: what failed is not made again.", "job");
        if (_progress.Counts.Failed == 0)
            return Status();
        await Tenant.ReserveItemsAsync(_key.Job, _progress.Counts.Failed);
        _isReopening = true; // until the shards have opened, the job looks as if it were at its end
        try
        {
            // Open first: items that wait in a job which nobody looks at would be lost.
            await openJobs.AddAsync(record.State.Model, _key, record.State.CreatedAt);
            if (record.State.State == JobState.Completed)
                await SaveAsync(JobState.Running);
            await Task.WhenAll(AllShards(shard => shard.RetryFailedAsync()));
            await ReadProgressAsync();
        }
        finally
        {
            _isReopening = false;
        }

        await TryOfferAsync(null);
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

    public async Task ReofferAsync()
    {
        if (!record.RecordExists)
            return; // named in the index, but never accepted
        if (record.State.IsFinal)
        {
            await CloseAsync(); // it finished just before a crash
            return;
        }

        bool isLate = record.State.ExpiresAt <= time.GetUtcNow();
        if (isLate || record.State.State == JobState.Cancelling)
            await EndEarlyAsync();
        await ReadProgressAsync();
        await FinishIfSettledAsync();
        if (!record.State.IsFinal)
            await OfferAsync(null);
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

    private ITenantGrain Tenant => GrainFactory.GetGrain<ITenantGrain>(_key.Tenant);

    private ISchedulerGrain Scheduler => GrainFactory.GetGrain<ISchedulerGrain>(record.State.Model);

    private async Task TryOfferAsync(IReadOnlyList<WorkOffer>? offers)
    {
        try
        {
            await OfferAsync(offers);
        }
        catch (Exception e)
        {
            // The job is accepted all the same: the scheduler finds it in the index.
            LogOfferFailed(e, _key.ToString());
        }
    }

    /// <param name="offers">All of the job's items, where that is known; else the shards are asked what is open.</param>
    private async Task OfferAsync(IReadOnlyList<WorkOffer>? offers)
    {
        if (offers is not null)
        {
            await Scheduler.OfferAsync(offers);
            return;
        }

        await Task.WhenAll(Enumerable.Range(0, record.State.Shards).Select(async i =>
        {
            string shard = _key.Shard(i).ToString();
            if (record.State.State == JobState.Running && await Shard(i).GetOpenAsync() is { Count: > 0 } open)
                await Scheduler.OfferAsync([new WorkOffer(shard, record.State.Class, open)]);
            if (await Shard(i).GetUndeliveredAsync() is { Count: > 0 } undelivered)
                await GrainFactory.GetGrain<IDeliveryGrain>(record.State.Model).OfferAsync(shard, undelivered);
        }));
    }

    /// <summary>Cancels what is not finished; also when that was begun before a crash.</summary>
    private async Task EndEarlyAsync()
    {
        // Durable first: a crash from here on is made good when the job is offered again, or cancelled once more.
        if (record.State.State != JobState.Cancelling)
        {
            record.State.HasExpired = record.State.ExpiresAt <= time.GetUtcNow();
            await SaveAsync(JobState.Cancelling);
        }

        await Scheduler.WithdrawAsync(_key.ToString());
        await Task.WhenAll(AllShards(shard => shard.CancelAsync()));
        await ReadProgressAsync();
        await FinishIfSettledAsync();
    }

    private async Task FinishIfSettledAsync()
    {
        if (record.State.IsFinal || _saving || _isReopening || !_progress.IsSettled)
            return;
        await SaveAsync(record.State switch
        {
            { State: not JobState.Cancelling } => JobState.Completed,
            { HasExpired: true } => JobState.Expired,
            _ => JobState.Cancelled,
        });
        await CloseAsync();
    }

    private async Task CloseAsync()
    {
        await Tenant.ReportOpenItemsAsync(_key.Job, 0);
        await openJobs.CloseAsync(record.State.Model, _key);
    }

    private Task ChangeAsync(JobState from, JobState to) => record.State.State == from
        ? SaveAsync(to)
        : throw new JanusException(ErrorCode.Conflict, $"Job {_key.Job} is {record.State.State.ToString().ToLowerInvariant()}.", "job");

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
            rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, total - done) / rate) : null, job.CreatedAt, job.FinishedAt,
            job.ExpiresAt);
    }

    [LoggerMessage(LogLevel.Warning, "Job {Job} is accepted, but could not be offered to the scheduler yet")]
    private partial void LogOfferFailed(Exception exception, string job);
}
