using JanusCluster.Contracts.Delivery;

namespace JanusCluster.Contracts.Jobs;

/// <summary>One item of a job with whatever has become of it.</summary>
/// <param name="Index">Position within the job, from 0.</param>
/// <param name="Delivery">Where an image's picture is, once it is there.</param>
/// <param name="Answer">Of a finished chat item.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ItemReport)]
public sealed record ItemReport(
    [property: Id(0)] int Index,
    [property: Id(1)] JobItem Item,
    [property: Id(2)] ItemState State,
    [property: Id(3)] double Seconds,
    [property: Id(4)] DateTimeOffset? FinishedAt,
    [property: Id(5)] DeliveryReceipt? Delivery,
    [property: Id(6)] ItemError? Error,
    [property: Id(7)] ChatAnswer? Answer = null);
