using JanusCluster.Contracts.Delivery;

namespace JanusCluster.Contracts.Jobs;

/// <summary>The codes of a finished image: all that is needed to make its picture again at any time.</summary>
/// <param name="Codes">VQ codes in raster order, two bytes each, little-endian: 1,152 bytes for 24 × 24.</param>
/// <param name="Seconds">From the first prefill to the last code.</param>
[GenerateSerializer, Immutable, Alias(Aliases.GeneratedImage)]
public sealed record GeneratedImage(
    [property: Id(0)] byte[] Codes,
    [property: Id(1)] double Seconds,
    [property: Id(2)] DateTimeOffset FinishedAt);

/// <summary>Why an item was not made.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ItemError)]
public sealed record ItemError([property: Id(0)] ErrorCode Code, [property: Id(1)] string Message);

/// <summary>One item of a job with whatever has become of it.</summary>
/// <param name="Index">Position within the job, from 0.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ItemReport)]
public sealed record ItemReport(
    [property: Id(0)] int Index,
    [property: Id(1)] ImageItem Item,
    [property: Id(2)] ItemState State,
    [property: Id(3)] double Seconds,
    [property: Id(4)] DateTimeOffset? FinishedAt,
    [property: Id(5)] DeliveryReceipt? Delivery,
    [property: Id(6)] ItemError? Error);
