using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Silo.Batches;

/// <summary>What a batch makes of its job.</summary>
internal sealed partial class BatchGrain
{
    /// <summary>What a front could do now; where it is nothing, the batch is looked at again later.</summary>
    private async Task<BatchStep?> NextStepAsync(DateTimeOffset now)
    {
        BatchRecord batch = record.State;
        if (batch.OutputFile is not null)
            return BatchStep.Finalize;
        if (batch.IsSubmitted)
            return await LookAtJobAsync(now) ? BatchStep.Finalize : null;
        // A front that is late may still submit what was planned: then the job is made in any case, and cancelled.
        if (batch.Plan is not null)
            return BatchStep.Submit;
        if (batch.State == BatchState.Validating && batch.Times!.ExpiresAt > now)
            return BatchStep.Validate;

        await EndAsync(() =>
        {
            if (record.State.State == BatchState.Cancelling)
                record.State.Cancelled(now);
            else
                record.State.Expire(now);
        });
        return null;
    }

    /// <returns>True when the job has ended.</returns>
    private async Task<bool> LookAtJobAsync(DateTimeOffset now)
    {
        JobStatus job;
        try
        {
            job = await Job.GetStatusAsync();
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            await EndAsync(() => record.State.Fail(record.State.Plan!.Lines, [BatchError.JobDeleted], now));
            return false;
        }

        if (record.State.State == BatchState.Cancelling && !job.IsCancelled && !job.IsFinal)
            job = await Job.CancelAsync();
        if (!job.IsFinal)
        {
            await index.SetDueAsync(_key, now + LookPeriod);
            return false;
        }

        await SaveAsync(() => record.State.BeginFiles(_key.Tenant, job.State == JobState.Expired, now));
        return true;
    }

    private async Task TryCancelJobAsync()
    {
        if (!record.State.IsSubmitted)
            return;
        try
        {
            await Job.CancelAsync();
        }
        catch (Exception e)
        {
            // That the batch is cancelled is durable: the next look at the job cancels it.
            LogCancelFailed(e, _key.ToString());
        }
    }

    /// <returns>Null where the job cannot be asked now.</returns>
    private async Task<BatchCounts?> ReadCountsAsync(BatchRecord batch)
    {
        BatchPlan plan = batch.Plan!;
        try
        {
            ItemCounts items = (await Job.GetStatusAsync()).Items;
            int Share(int some) => items.Total == 0 ? 0 : (int)((long)some * plan.Requests / items.Total);
            return new BatchCounts(
                plan.Lines, Share(items.Delivered), plan.Lines - plan.Requests + Share(items.Failed + items.Cancelled));
        }
        catch (Exception e) when (e is JanusException or OrleansException or TimeoutException)
        {
            return null;
        }
    }
}
