using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Files;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Webhooks;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Placement;

namespace JanusCluster.Silo.Batches;

/// <inheritdoc cref="IBatchGrain"/>
/// <remarks>
/// A lease's epoch is durable before it is given, its end is not: after the death of this grain another front may take the
/// step at once, and the earlier one is refused when it reports.
/// </remarks>
[ControlSiloFilter]
internal sealed partial class BatchGrain(
    [PersistentState("batch", StorageNames.Grains)] IPersistentState<BatchRecord> record,
    BatchIndex index,
    RecordClock clock,
    ILogger<BatchGrain> logger) : Grain, IBatchGrain
{
    private const int MostLost = 5;
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    /// <summary>How often a running job is looked at.</summary>
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(2);

    private BatchKey _key;
    private DateTimeOffset _leasedUntil = DateTimeOffset.MinValue;

    private IJobGrain Job => GrainFactory.GetGrain<IJobGrain>(_key.ToString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = BatchKey.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<BatchStatus> CreateAsync(BatchSpecification specification)
    {
        if (record.State.Specification is { } known)
        {
            return known.IsSameAs(specification)
                ? record.State.Describe(_key.Batch, null)
                : throw new JanusException(ErrorCode.Conflict, "There is another batch of this name already.", "idempotency_key");
        }

        BatchRules.Validate(specification);
        await CheckInputAsync(specification.InputFile);
        DateTimeOffset now = clock.Now;
        // The index first: an accepted batch is always found again.
        await index.AddAsync(_key, now);
        await SaveAsync(() => record.State = BatchLife.Begin(specification, now));
        return record.State.Describe(_key.Batch, null);
    }

    public async Task<BatchStatus> GetAsync()
    {
        BatchRecord batch = Require();
        return batch.Describe(_key.Batch, batch is { IsSubmitted: true, Outcome: null } ? await ReadCountsAsync(batch) : null);
    }

    public async Task<BatchStatus> CancelAsync()
    {
        BatchRecord batch = Require();
        if (batch.IsFinal && batch.State != BatchState.Cancelled)
            throw new JanusException(ErrorCode.Conflict, $"Batch {_key.Batch} has ended: it is {batch.State.ToString().ToLowerInvariant()}.", "batch");
        if (batch.State is BatchState.Validating or BatchState.InProgress)
        {
            await SaveAsync(() => record.State.Cancel(clock.Now));
            await index.SetDueAsync(_key, clock.Now);
            await TryCancelJobAsync();
        }

        return await GetAsync();
    }

    public async Task<BatchLease?> LeaseAsync()
    {
        if (record.State.Specification is null || record.State.IsFinal)
        {
            // Named in the index, and never accepted; or ended, just before a crash.
            await CloseAsync();
            return null;
        }

        DateTimeOffset now = clock.Now;
        if (_leasedUntil > now || await NextStepAsync(now) is not { } step)
            return null;
        if (step != BatchStep.Finalize && record.State.Lost >= MostLost)
        {
            await EndAsync(() => record.State.Fail(record.State.Plan?.Lines ?? 0,
                [new BatchError("server_error", "The input could not be read: each attempt broke off.", null, null)], now));
            return null;
        }

        return await GiveAsync(step);
    }

    public async Task RenewAsync(long epoch)
    {
        RequireLease(epoch);
        _leasedUntil = clock.Now + LeaseTime;
        await index.SetDueAsync(_key, _leasedUntil);
    }

    public async Task ReleaseAsync(long epoch, TimeSpan pause)
    {
        if (record.State.Epoch != epoch || record.State.IsFinal)
            return;
        _leasedUntil = DateTimeOffset.MinValue;
        record.State.Lost = Math.Max(0, record.State.Lost - 1); // the next write keeps it
        await index.SetDueAsync(_key, clock.Now + TimeSpan.FromTicks(Math.Clamp(pause.Ticks, 0, LongestPause.Ticks)));
    }

    public async Task<BatchLease?> PlanAsync(long epoch, BatchPlan plan)
    {
        RequireLease(epoch);
        if (record.State.IsSubmitted)
            return null;
        if (record.State is { State: BatchState.Cancelling, Plan: null })
        {
            await EndAsync(() => record.State.Cancelled(clock.Now));
            return null;
        }

        await SaveAsync(() =>
        {
            record.State.Plan = plan;
            record.State.Lost = 0;
        });
        return await GiveAsync(BatchStep.Submit);
    }

    public Task FailAsync(long epoch, int lines, IReadOnlyList<BatchError> errors)
    {
        RequireLease(epoch);
        return EndAsync(() => record.State.Fail(lines, errors, clock.Now));
    }

    public async Task StartAsync(long epoch)
    {
        RequireLease(epoch);
        await SaveAsync(() => record.State.Start(clock.Now));
        _leasedUntil = DateTimeOffset.MinValue;
        await index.SetDueAsync(_key, clock.Now);
        if (record.State.State == BatchState.Cancelling)
            await TryCancelJobAsync();
    }

    public Task FinishAsync(long epoch, BatchOutcome outcome)
    {
        RequireLease(epoch);
        return EndAsync(() => record.State.Finish(outcome, clock.Now));
    }

    private BatchRecord Require()
    {
        if (record.State.Specification is not null)
            return record.State;
        DeactivateOnIdle();
        throw new JanusException(ErrorCode.NotFound, $"There is no batch {_key.Batch}.", "batch");
    }

    /// <summary>A later lease, or the batch's end, makes this one void; its running out alone does not.</summary>
    private void RequireLease(long epoch)
    {
        if (Require().Epoch != epoch || record.State.IsFinal)
            throw new JanusException(ErrorCode.Conflict, $"Another front has taken over batch {_key.Batch}.");
    }

    private async Task CheckInputAsync(string file)
    {
        try
        {
            FileDescription input = await GrainFactory.GetGrain<IFileGrain>(new FileKey(_key.Tenant, file).ToString()).GetAsync();
            if (input.Purpose != FilePurpose.Batch)
                throw JanusException.Invalid("input_file_id", $"File {file} was not uploaded with the purpose batch.");
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            throw JanusException.Invalid("input_file_id", $"There is no file {file}.");
        }
    }

    private async Task<BatchLease> GiveAsync(BatchStep step)
    {
        await SaveAsync(() =>
        {
            record.State.Epoch++;
            record.State.Lost++;
        });
        _leasedUntil = clock.Now + LeaseTime;
        await index.SetDueAsync(_key, _leasedUntil);
        BatchRecord batch = record.State;
        return new BatchLease(
            batch.Epoch, LeaseTime, step, batch.Describe(_key.Batch, null), batch.Plan, batch.OutputFile, batch.ErrorFile);
    }

    private async Task EndAsync(Action change)
    {
        await SaveAsync(change);
        await CloseAsync();
    }

    /// <summary>Tells the tenant's webhooks of the batch's end, and only then takes it out of the index: what breaks off is done again.</summary>
    private async Task CloseAsync()
    {
        BatchTimes? times = record.State.Times;
        (string Type, DateTimeOffset? At) end = record.State.State switch
        {
            BatchState.Completed => (WebhookEventTypes.BatchCompleted, times?.CompletedAt),
            BatchState.Failed => (WebhookEventTypes.BatchFailed, times?.FailedAt),
            BatchState.Cancelled => (WebhookEventTypes.BatchCancelled, times?.CancelledAt),
            BatchState.Expired => (WebhookEventTypes.BatchExpired, times?.ExpiredAt),
            _ => ("", null),
        };
        if (end.At is { } at)
            await GrainFactory.GetGrain<IWebhooksGrain>(_key.Tenant).NotifyAsync(WebhookEvent.Of(end.Type, _key.Tenant, _key.Batch, at));
        await index.CloseAsync(_key);
    }

    private async Task SaveAsync(Action change)
    {
        try
        {
            change();
            await record.WriteStateAsync();
        }
        catch
        {
            // What is remembered may differ from what is stored: the next call reads it again.
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The job of batch {Batch} could not be cancelled yet; it is tried again")]
    private partial void LogCancelFailed(Exception exception, string batch);
}
