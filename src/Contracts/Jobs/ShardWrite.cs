namespace JanusCluster.Contracts.Jobs;

/// <summary>What a silo tells a shard of its running items. All of it is durable when the call returns.</summary>
/// <param name="Checkpoints">Codes of images that still run.</param>
/// <param name="Results">How items ended.</param>
/// <param name="GivenBack">Items whose leases end in good order without a result: the attempt does not count.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ShardWrite)]
public sealed record ShardWrite(
    [property: Id(0)] IReadOnlyList<ItemCheckpoint> Checkpoints,
    [property: Id(1)] IReadOnlyList<FinishedItem> Results,
    [property: Id(2)] IReadOnlyList<ItemEpoch> GivenBack);

/// <summary>An item and the epoch of the lease that speaks of it.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ItemEpoch)]
public readonly record struct ItemEpoch([property: Id(0)] int Position, [property: Id(1)] long Epoch);

/// <summary>Codes of an image since its last checkpoint.</summary>
/// <param name="From">Codes that were kept before.</param>
/// <param name="Codes">As in <see cref="GeneratedImage"/>.</param>
/// <param name="Numerics">The class that must go on with them, where they are reproducible; null for any.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ItemCheckpoint)]
public sealed record ItemCheckpoint(
    [property: Id(0)] ItemEpoch Item,
    [property: Id(1)] int From,
    [property: Id(2)] byte[] Codes,
    [property: Id(3)] string? Numerics);

[GenerateSerializer, Immutable, Alias(Aliases.FinishedItem)]
public sealed record FinishedItem([property: Id(0)] ItemEpoch Item, [property: Id(1)] ItemResult Result);

[GenerateSerializer, Alias(Aliases.WriteVerdict)]
public enum WriteVerdict
{
    /// <summary>Durable, by this call or by an earlier one of the same epoch.</summary>
    Written = 0,
    /// <summary>The item has another lease since, or what the checkpoint follows is not there: nothing was written.</summary>
    Stale = 1,
    /// <summary>The item had a result already, or is cancelled: nothing was written.</summary>
    Settled = 2,
}

/// <summary>A verdict on every entry of a <see cref="ShardWrite"/>, in its order.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ShardVerdicts)]
public sealed record ShardVerdicts(
    [property: Id(0)] IReadOnlyList<WriteVerdict> Checkpoints, [property: Id(1)] IReadOnlyList<WriteVerdict> Results);
