using System.Runtime.CompilerServices;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Contracts.Webhooks;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Placement;
using Orleans.Storage;

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
    private static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(20);

    private readonly ChangeSignal _changed = new(time);
    private readonly SemaphoreSlim _writing = new(1); // shards report while other calls run: two writes at once would collide
    private JobKey _key;
    private JobShards _shards = null!;
    private bool _isReopening;
    private JobProgress _progress = new(0, 1);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = JobKey.Parse(this.GetPrimaryKeyString());
        if (Exists)
        {
            Begin();
            await ReadProgressAsync();
            // Jobs that ended under an earlier version are in no index of ended ones. One that is still among the open ones is
            // closed when it is to offer again: its end may not have been told yet.
            if (record.State is { IsFinal: true, FinishedAt: { } finishedAt })
                await openJobs.AddEndedAsync(_key, finishedAt, record.State.IsTransient);
        }

        this.RegisterGrainTimer(CheckAsync, new GrainTimerCreationOptions(CheckPeriod, CheckPeriod));
    }

    public async Task<JobStatus> SubmitAsync(JobSpecification specification)
    {
        if (record is { RecordExists: true, State.IsDeleted: true })
            await DeleteAsync(); // a deletion broke off
        if (Exists)
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
        await new JobShards(GrainFactory, _key, shards.Length).InitializeAsync(specification, shards);
        await openJobs.AddAsync(specification.Model, _key, now, specification.IsTransient);
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
            IsTransient = specification.IsTransient,
        };
        await record.WriteStateAsync();

        Begin();
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
        Require();
        await SaveAsync(job => RequireOpen(job) ? JobState.Paused : null);
        await Scheduler.WithdrawAsync(_key.ToString());
        return Status();
    }

    public async Task<JobStatus> UnpauseAsync()
    {
        Require();
        await SaveAsync(job => RequireOpen(job) ? JobState.Running : null);
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
            await openJobs.AddAsync(record.State.Model, _key, record.State.CreatedAt, record.State.IsTransient);
            await SaveAsync(job => job.State == JobState.Completed ? JobState.Running : null);
            await _shards.RetryFailedAsync();
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
        Require();
        return await _shards.GetReportsAsync(offset, count);
    }

    public async Task ReportShardAsync(int shard, ShardCounts counts)
    {
        if (!Exists || !_progress.Report(shard, counts))
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
        if (!Exists)
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
            await _shards.OfferAsync(record.State);
    }

    private bool Exists => record is { RecordExists: true, State.IsDeleted: false };

    private JobRecord Require() => Exists
        ? record.State
        : throw new JanusException(ErrorCode.NotFound, $"There is no job {_key.Job}.", "job");

    /// <exception cref="JanusException">The job has ended, or is about to.</exception>
    private bool RequireOpen(JobRecord job) => job.State is JobState.Running or JobState.Paused
        ? true
        : throw new JanusException(ErrorCode.Conflict, $"Job {_key.Job} is {job.State.ToString().ToLowerInvariant()}.", "job");

    private void Begin()
    {
        _shards = new JobShards(GrainFactory, _key, record.State.Shards);
        _progress = new JobProgress(record.State.Shards, record.State.CodesPerImage);
    }

    private async Task ReadProgressAsync()
    {
        long asked = _progress.Reports;
        foreach ((int i, ShardCounts counts) in (await _shards.ReadCountsAsync()).Index())
            _progress.Set(i, counts, asked);
    }

    /// <summary>
    /// Finds out whether the job has ended unheard of: shards may have told another activation of it, which has closed it.
    /// Then writing fails, and this activation ends.
    /// </summary>
    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (!Exists || record.State.IsFinal)
            return;
        try
        {
            await ReadProgressAsync();
            await FinishIfSettledAsync();
        }
        catch (InconsistentStateException)
        {
            DeactivateOnIdle();
        }
        catch (Exception e)
        {
            LogCheckFailed(e, _key.ToString());
        }
    }

    private ITenantGrain Tenant => GrainFactory.GetGrain<ITenantGrain>(_key.Tenant);

    private ISchedulerGrain Scheduler => GrainFactory.GetGrain<ISchedulerGrain>(record.State.Model);

    /// <param name="offers">All of the job's items, where that is known; else the shards are asked what is open.</param>
    private async Task TryOfferAsync(IReadOnlyList<WorkOffer>? offers)
    {
        try
        {
            await (offers is null ? _shards.OfferAsync(record.State) : Scheduler.OfferAsync(offers));
        }
        catch (Exception e)
        {
            // The job is accepted all the same: the scheduler finds it in the index.
            LogOfferFailed(e, _key.ToString());
        }
    }

    /// <summary>Cancels what is not finished; also when that was begun before a crash.</summary>
    private async Task EndEarlyAsync()
    {
        // Durable first: a crash from here on is made good when the job is offered again, or cancelled once more.
        await SaveAsync(job =>
        {
            if (job.IsFinal || job.State == JobState.Cancelling)
                return null;
            job.HasExpired = job.ExpiresAt <= time.GetUtcNow();
            return JobState.Cancelling;
        });

        await Scheduler.WithdrawAsync(_key.ToString());
        await _shards.CancelAsync();
        await ReadProgressAsync();
        await FinishIfSettledAsync();
    }

    private async Task FinishIfSettledAsync()
    {
        if (record.State.IsFinal || _isReopening || !_progress.IsSettled)
            return;
        await SaveAsync(job => job switch
        {
            { IsFinal: true } => null,
            { State: not JobState.Cancelling } => JobState.Completed,
            { HasExpired: true } => JobState.Expired,
            _ => JobState.Cancelled,
        });
        await CloseAsync();
    }

    private async Task CloseAsync()
    {
        await Tenant.ReportOpenItemsAsync(_key.Job, 0);
        await TellEndAsync();
        await openJobs.CloseAsync(record.State.Model, _key, record.State.FinishedAt ?? time.GetUtcNow(), record.State.IsTransient);
    }

    /// <summary>Tells the tenant's webhooks. Repeated until it succeeds, since the job is among the open ones for so long.</summary>
    private async Task TellEndAsync()
    {
        if (record.State is { IsTransient: false, IsFinal: true, FinishedAt: { } finishedAt })
        {
            await GrainFactory.GetGrain<IWebhooksGrain>(_key.Tenant).NotifyAsync(WebhookEvent.Of(record.State.State switch
            {
                JobState.Completed => WebhookEventTypes.JobCompleted,
                JobState.Expired => WebhookEventTypes.JobExpired,
                _ => WebhookEventTypes.JobCancelled,
            }, _key.Tenant, _key.Job, finishedAt));
        }
    }

    /// <summary>Moves the job to another state, durably.</summary>
    /// <param name="choose">The next state, given the record; null leaves it as it is.</param>
    private async Task SaveAsync(Func<JobRecord, JobState?> choose)
    {
        await _writing.WaitAsync();
        JobState before = record.State.State;
        try
        {
            if (choose(record.State) is not { } next || next == before)
                return;
            record.State.State = next;
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
            _writing.Release();
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
            job.ExpiresAt, job.IsTransient, job.Class);
    }

    [LoggerMessage(LogLevel.Debug, "Job {Job} could not look after its shards; trying again")]
    private partial void LogCheckFailed(Exception exception, string job);

    [LoggerMessage(LogLevel.Warning, "Job {Job} is accepted, but could not be offered to the scheduler yet")]
    private partial void LogOfferFailed(Exception exception, string job);
}
