using Orleans.Concurrency;

namespace JanusCluster.Contracts.Jobs;

/// <summary>One job of one tenant. Key: <see cref="JobKey"/>.</summary>
[Alias(Aliases.JobGrain)]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Accepts the job: when this returns, it is durable. The same fingerprint again returns the same job.</summary>
    /// <exception cref="JanusException">Invalid, or <see cref="ErrorCode.Conflict"/>: the key has another job.</exception>
    [Alias("Submit")]
    Task<JobStatus> SubmitAsync(JobSpecification specification);

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>.</exception>
    [AlwaysInterleave, Alias("GetStatus")]
    Task<JobStatus> GetStatusAsync();

    /// <summary>The status now and after each change, at most some times a second, until the job is final.</summary>
    [AlwaysInterleave, Alias("Watch")]
    IAsyncEnumerable<JobStatus> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>Stops what is not finished. Finished items stay. Cancelling twice is the same as once.</summary>
    [Alias("Cancel")]
    Task<JobStatus> CancelAsync();

    /// <summary>Gives no more of it to silos; what runs is kept as far as it is. Durable.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.Conflict"/>: the job has ended.</exception>
    [Alias("Pause")]
    Task<JobStatus> PauseAsync();

    /// <summary>Ends a pause.</summary>
    [Alias("Unpause")]
    Task<JobStatus> UnpauseAsync();

    /// <summary>Makes failed items after all, and only those.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.Conflict"/>: the job was cancelled, or has expired.</exception>
    [Alias("RetryFailed")]
    Task<JobStatus> RetryFailedAsync();

    /// <summary>Items from <paramref name="offset"/>, at most <see cref="JobLimits.MaxItemsPerPage"/>.</summary>
    [Alias("GetItems")]
    Task<IReadOnlyList<ItemReport>> GetItemsAsync(int offset, int count);

    /// <summary>
    /// Forgets a final job with its items and results; written pictures stay in blob storage. From then on it is not found.
    /// Deleting what does not exist changes nothing.
    /// </summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.Conflict"/>: the job is not final.</exception>
    [Alias("Delete")]
    Task DeleteAsync();

    /// <summary>Forgets the job as <see cref="DeleteAsync"/> does, unless it is not final or has become so since <paramref name="cutoff"/>.</summary>
    /// <returns>False when it is kept.</returns>
    [Alias("DeleteIfEnded")]
    Task<bool> DeleteIfEndedAsync(DateTimeOffset cutoff);

    /// <summary>Called by a shard: its counts have changed. Older versions than the last one seen are dropped.</summary>
    [AlwaysInterleave, Alias("ReportShard")]
    Task ReportShardAsync(int shard, ShardCounts counts);

    /// <summary>Called by a silo while it runs items of this job: codes made of unfinished images on that silo.</summary>
    [AlwaysInterleave, Alias("ReportRunning")]
    Task ReportRunningAsync(string instance, long codesInFlight);

    /// <summary>Offers all that is unfinished to the scheduler, and all that is undelivered to delivery, once more.</summary>
    [Alias("Reoffer")]
    Task ReofferAsync();
}
