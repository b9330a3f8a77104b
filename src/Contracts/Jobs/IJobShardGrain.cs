using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Contracts.Jobs;

/// <summary>At most <see cref="JobLimits.ItemsPerShard"/> items of a job and their results. Key: <see cref="ShardKey"/>.</summary>
[Alias(Aliases.JobShardGrain)]
public interface IJobShardGrain : IGrainWithStringKey
{
    /// <summary>Stores the items. Repeating it with the same content changes nothing.</summary>
    [Alias("Initialize")]
    Task InitializeAsync(ShardContent content);

    [Alias("GetCounts")]
    Task<ShardCounts> GetCountsAsync();

    /// <summary>Items that still have to be made.</summary>
    [Alias("GetOpen")]
    Task<IReadOnlyList<OfferedItem>> GetOpenAsync();

    /// <summary>Called by the scheduler before it gives leases: from now on only these epochs may write.</summary>
    /// <returns>For every grant, in order, what to make or why not.</returns>
    [Alias("Grant")]
    Task<IReadOnlyList<GrantedItem>> GrantAsync(IReadOnlyList<ItemGrant> grants);

    /// <summary>Keeps what a silo has made, durably, before it returns. Only the first result of an item counts.</summary>
    [Alias("Write")]
    Task<ShardVerdicts> WriteAsync(ShardWrite write);

    /// <summary>Generated items that are not delivered yet.</summary>
    [Alias("GetUndelivered")]
    Task<IReadOnlyList<int>> GetUndeliveredAsync();

    /// <summary>What delivery needs of these items; those that are no longer undelivered are left out.</summary>
    [Alias("GetDeliveryWork")]
    Task<IReadOnlyList<UndeliveredImage>> GetDeliveryWorkAsync(IReadOnlyList<int> positions);

    /// <summary>Records that an item's picture is in blob storage. Repeating it changes nothing.</summary>
    [Alias("AcknowledgeDelivery")]
    Task AcknowledgeDeliveryAsync(int position, DeliveryReceipt receipt);

    /// <summary>What is not finished will not be made.</summary>
    [Alias("Cancel")]
    Task CancelAsync();

    /// <summary>Lets failed items be made after all.</summary>
    /// <returns>How many there were.</returns>
    [Alias("RetryFailed")]
    Task<int> RetryFailedAsync();

    [Alias("GetReports")]
    Task<IReadOnlyList<ItemReport>> GetReportsAsync(int offset, int count);

    /// <summary>An image as far as it is durable: what a running one has made since its last checkpoint is not in it.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: there is no such image.</exception>
    [Alias("GetCodes")]
    Task<ImageProgress> GetCodesAsync(int position);

    /// <summary>Called by a job that is deleted: forgets items and results. Repeating it changes nothing.</summary>
    [Alias("Delete")]
    Task DeleteAsync();
}

/// <summary>How far an image is.</summary>
/// <param name="Codes">Its codes from the first on, as in <see cref="GeneratedImage"/>: all of a finished one, unless they were dropped with its delivery.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ImageProgress)]
public sealed record ImageProgress([property: Id(0)] ItemState State, [property: Id(1)] byte[] Codes);

/// <summary>The items of a shard.</summary>
/// <param name="Model">Id of the model that makes them.</param>
/// <param name="FirstIndex">Position of the shard's first item within the job.</param>
/// <param name="Trace">W3C traceparent of the request that made the job, where that is traced.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ShardContent)]
public sealed record ShardContent(
    [property: Id(0)] string Model,
    [property: Id(1)] int FirstIndex,
    [property: Id(2)] int CodesPerImage,
    [property: Id(3)] IReadOnlyList<JobItem> Items,
    [property: Id(4)] string? Trace = null);

/// <summary>A shard's items by state, at one moment.</summary>
/// <param name="Version">Rises with every change, also over the shard's restarts.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ShardCounts)]
public sealed record ShardCounts([property: Id(0)] long Version, [property: Id(1)] ItemCounts Items);
