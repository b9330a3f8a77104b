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
    /// Up to <paramref name="count"/> items for a front to deliver; waits a few seconds for the first. An item that
    /// is not returned in time is handed out again.
    /// </summary>
    /// <param name="front">Names the front, for the logs.</param>
    [Alias("Lease")]
    Task<IReadOnlyList<DeliveryWork>> LeaseAsync(string front, int count, CancellationToken cancellationToken = default);

    /// <summary>Ends leases: delivered, or (then their items are handed out again) not. Leases that have run out are no matter.</summary>
    [Alias("Return")]
    Task ReturnAsync(IReadOnlyList<long> leases, bool delivered);

    /// <summary>Pictures that wait or are being delivered.</summary>
    [Alias("GetBacklog")]
    Task<int> GetBacklogAsync();
}

/// <summary>One picture to write.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.DeliveryWork)]
public sealed record DeliveryWork([property: Id(0)] long Lease, [property: Id(1)] UndeliveredImage Image);

/// <summary>An image whose picture is not in blob storage yet.</summary>
/// <param name="Shard">The shard's key.</param>
/// <param name="Index">Position of the item within its job.</param>
/// <param name="Image">All of its codes.</param>
[GenerateSerializer, Immutable, Alias(Aliases.UndeliveredImage)]
public sealed record UndeliveredImage(
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
