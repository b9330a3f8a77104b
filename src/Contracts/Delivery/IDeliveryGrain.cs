using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Contracts.Delivery;

/// <summary>
/// Hands undelivered pictures of one model to the fronts. Key: the model's id. Its state is soft: after its own
/// death it asks every open job again.
/// </summary>
[Alias(Aliases.DeliveryGrain)]
public interface IDeliveryGrain : IGrainWithStringKey
{
    /// <summary>Called by a shard: these of its items wait for delivery.</summary>
    [Alias("Offer")]
    Task OfferAsync(string shard, IReadOnlyList<int> positions);

    /// <summary>
    /// Up to <paramref name="count"/> items for this front to deliver; waits a few seconds for the first. An item that
    /// is not acknowledged in time is handed out again.
    /// </summary>
    [Alias("Lease")]
    Task<IReadOnlyList<DeliveryWork>> LeaseAsync(int count, CancellationToken cancellationToken = default);

    /// <summary>Ends the leases of these items: delivered, or (then they are handed out again later) not.</summary>
    [Alias("Return")]
    Task ReturnAsync(string shard, IReadOnlyList<int> positions, bool delivered);
}

/// <summary>One picture to write.</summary>
/// <param name="Shard">The shard's key.</param>
/// <param name="Index">Position of the item within its job.</param>
[GenerateSerializer, Immutable, Alias(Aliases.DeliveryWork)]
public sealed record DeliveryWork(
    [property: Id(0)] string Shard,
    [property: Id(1)] int Position,
    [property: Id(2)] int Index,
    [property: Id(3)] string Model,
    [property: Id(4)] ImageItem Item,
    [property: Id(5)] GeneratedImage Image);

/// <summary>Where a picture is.</summary>
/// <param name="BlobName">Name in blob storage, made by the server.</param>
/// <param name="Sha256">Lower-case hex digest of the PNG file.</param>
[GenerateSerializer, Immutable, Alias(Aliases.DeliveryReceipt)]
public sealed record DeliveryReceipt(
    [property: Id(0)] string BlobName,
    [property: Id(1)] string Sha256,
    [property: Id(2)] long Bytes,
    [property: Id(3)] DateTimeOffset DeliveredAt);
