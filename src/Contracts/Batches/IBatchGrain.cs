using Orleans.Concurrency;

namespace JanusCluster.Contracts.Batches;

/// <summary>
/// One batch of one tenant. Key: <see cref="BatchKey"/>. Fronts do its work, a step at a time and under a lease: any of them
/// may die at any moment, and another one takes the step again.
/// </summary>
[Alias(Aliases.BatchGrain)]
public interface IBatchGrain : IGrainWithStringKey
{
    /// <summary>Accepts the batch, durably. The same specification again returns the same batch.</summary>
    /// <exception cref="JanusException">
    /// Invalid, also where there is no such input file; <see cref="ErrorCode.Conflict"/>: the key has another batch.
    /// </exception>
    [Alias("Create")]
    Task<BatchStatus> CreateAsync(BatchSpecification specification);

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>.</exception>
    [AlwaysInterleave, Alias("Get")]
    Task<BatchStatus> GetAsync();

    /// <summary>Stops what is not finished. Cancelling twice is the same as once.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.Conflict"/>: it has ended.</exception>
    [Alias("Cancel")]
    Task<BatchStatus> CancelAsync();

    /// <summary>The next step, for a front to take; null while there is nothing to do, or another front does it.</summary>
    [Alias("Lease")]
    Task<BatchLease?> LeaseAsync();

    /// <summary>The step goes on.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.Conflict"/>: the lease is void, and the front must stop.</exception>
    [Alias("Renew")]
    Task RenewAsync(long epoch);

    /// <summary>Ends a lease without its step being done; the batch is handed out again later.</summary>
    [Alias("Release")]
    Task ReleaseAsync(long epoch, TimeSpan pause);

    /// <summary>Ends <see cref="BatchStep.Validate"/>: the plan is in blob storage, and becomes the batch's.</summary>
    /// <returns>The lease of the next step, which is the same front's; null where the batch was cancelled meanwhile.</returns>
    /// <exception cref="JanusException"><see cref="ErrorCode.Conflict"/>: the lease is void.</exception>
    [Alias("Plan")]
    Task<BatchLease?> PlanAsync(long epoch, BatchPlan plan);

    /// <summary>Ends <see cref="BatchStep.Validate"/> or <see cref="BatchStep.Submit"/>: nothing of the batch can run.</summary>
    /// <exception cref="JanusException">As above.</exception>
    [Alias("Fail")]
    Task FailAsync(long epoch, int lines, IReadOnlyList<BatchError> errors);

    /// <summary>Ends <see cref="BatchStep.Submit"/>: the job is accepted.</summary>
    /// <exception cref="JanusException">As above.</exception>
    [Alias("Start")]
    Task StartAsync(long epoch);

    /// <summary>Ends <see cref="BatchStep.Finalize"/>: the files are there.</summary>
    /// <exception cref="JanusException">As above.</exception>
    [Alias("Finish")]
    Task FinishAsync(long epoch, BatchOutcome outcome);
}
