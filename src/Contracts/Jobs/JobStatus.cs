using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Contracts.Jobs;

[GenerateSerializer, Alias(Aliases.JobState)]
public enum JobState
{
    /// <summary>Accepted and durable; items wait, run, or await delivery.</summary>
    Running = 0,
    /// <summary>Every item is delivered or has failed.</summary>
    Completed = 1,
    /// <summary>Cancelled: what was finished stays, the rest is not made.</summary>
    Cancelled = 2,
    /// <summary>Cancelled, while pictures that were finished before are still on their way to blob storage.</summary>
    Cancelling = 3,
    /// <summary>Nothing of it is given to silos until the pause ends.</summary>
    Paused = 4,
    /// <summary>Its time ran out: what was finished stays, the rest is not made.</summary>
    Expired = 5,
}

[GenerateSerializer, Alias(Aliases.ItemState)]
public enum ItemState
{
    Queued = 0,
    /// <summary>Its codes are durable; its picture is not yet in blob storage.</summary>
    Generated = 1,
    /// <summary>Its picture is in blob storage, or its answer is durable.</summary>
    Delivered = 2,
    Failed = 3,
    Cancelled = 4,
}

/// <summary>Items of a job or shard by state.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ItemCounts)]
public sealed record ItemCounts(
    [property: Id(0)] int Total,
    [property: Id(1)] int Generated,
    [property: Id(2)] int Delivered,
    [property: Id(3)] int Failed,
    [property: Id(4)] int Cancelled)
{
    /// <summary>Items that nothing more will happen to.</summary>
    public int Settled => Delivered + Failed + Cancelled;

    public int Queued => Total - Generated - Settled;

    public static ItemCounts operator +(ItemCounts a, ItemCounts b) => new(
        a.Total + b.Total, a.Generated + b.Generated, a.Delivered + b.Delivered, a.Failed + b.Failed,
        a.Cancelled + b.Cancelled);

    public static ItemCounts Add(ItemCounts left, ItemCounts right) => left + right;
}

/// <summary>A job as it stands.</summary>
/// <param name="CodesDone">Codes made so far, running images included.</param>
/// <param name="CodesTotal">Codes of all images of the job that are not cancelled or failed.</param>
/// <param name="CodesPerSecond">Rate over the last seconds; 0 while nothing runs.</param>
/// <param name="Remaining">Estimate of the time to completion; null while it cannot be told.</param>
[GenerateSerializer, Immutable, Alias(Aliases.JobStatus)]
public sealed record JobStatus(
    [property: Id(0)] string Tenant,
    [property: Id(1)] string Job,
    [property: Id(2)] string Name,
    [property: Id(3)] string Model,
    [property: Id(4)] JobState State,
    [property: Id(5)] ItemCounts Items,
    [property: Id(6)] long CodesDone,
    [property: Id(7)] long CodesTotal,
    [property: Id(8)] double CodesPerSecond,
    [property: Id(9)] TimeSpan? Remaining,
    [property: Id(10)] DateTimeOffset CreatedAt,
    [property: Id(11)] DateTimeOffset? FinishedAt,
    [property: Id(12)] DateTimeOffset? ExpiresAt = null,
    [property: Id(13)] bool IsTransient = false,
    [property: Id(14)] WorkClass Class = WorkClass.Bulk)
{
    public bool IsFinal => State is JobState.Completed or JobState.Cancelled or JobState.Expired;

    /// <summary>What is not finished will not be made.</summary>
    public bool IsCancelled => State is JobState.Cancelling or JobState.Cancelled or JobState.Expired;
}
